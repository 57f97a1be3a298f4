"""Who signs in (User), who works here (Employee), and what roles they hold."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ladders.core.conditions import among, everything, nothing
from ladders.core.history import tracked
from ladders.core.permissions import Permission
from ladders.core.replica import reading_primary
from ladders.core.word_search import PENDING, beginnings

from .invitation_models import Invitation, InvitationRound  # noqa: F401 (others import them from here)
from .names import is_key_of, plain, sort_key
from .proofs import ProvenUser
from .roles import PERMISSIONS_OF, Role, verbs_of
from .scopes import Scope, scopes_of
from .second_factor import FactorDemand, is_second_factor
from .sign_in_models import BrowserSession, SignInPolicy  # noqa: F401
from .words import covered


class UserManager(BaseUserManager["User"]):
    """Users are known by their email address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; without a password the person sets one by mail or signs in through the company's provider."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def matching(self, words: str, *, many: bool = False) -> models.QuerySet[User]:
        """People whose names have words that begin like `words`, or whose address begins so; indexed at any size.

        `many`: known to be so many that a list which they narrow is better walked in its order.
        """
        if "@" in words:
            return self.filter(email__startswith=words.strip().lower())
        query = beginnings(plain(words))
        if query is None:
            return self.none() if words.strip() else self.all()
        vector = SearchVector("sort_name", config="simple")
        if many:
            return self.annotate(words=vector).filter(words=query)
        return self.filter(among("pk", User.objects.annotate(words=vector).filter(words=query).values("pk")))

    def get_by_natural_key(self, username: str | None) -> User:
        """By address, whatever its case."""
        return self.get(email__iexact=username)


@tracked(exclude=["password", "stored_anew", "last_login", "email", "name", "sort_name"])
class User(ProvenUser):
    """An account. It has no pay, level or team: those belong to the employee."""

    email = models.EmailField(_("email"), max_length=254, unique=True)  # kept in lower case
    name = models.CharField(_("name"), max_length=150)
    sort_name = models.CharField(max_length=400, db_collation="C", editable=False, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="accounts_user_email", violation_error_message=_("This address is already in use.")
            )
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="accounts_user_sort"),
            models.Index(fields=["last_login"], name="accounts_user_signed_in", condition=Q(last_login__isnull=False)),
            GinIndex(
                SearchVector("sort_name", config="simple"), name="accounts_user_words", gin_pending_list_limit=PENDING
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def shown_name(self) -> str:
        """The name, for places that show the address beside it: without one it says so."""
        return self.name or gettext("No name yet")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key with the name; one that a file with family names gave stays while the name does."""
        if not is_key_of(self.sort_name, self.name):
            self.sort_name = sort_key(self.name)
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "sort_name"}
        super().save(*args, **kwargs)

    @property
    def has_second_factor(self) -> bool:
        """True where signing in asks for an app or a passkey."""
        return any(map(is_second_factor, self.factor_marks))

    @property
    def second_factor_due(self) -> dt.datetime | None:
        """From when on this person needs a second factor to go anywhere; None where nobody demands one of them."""
        held = self.__dict__.get("roles_since")
        if held is None:
            grants = RoleGrant.objects.filter(user=self).values_list("role", "granted_at")
            return FactorDemand.read(SignInPolicy.stored().first()).due(dict(grants))
        since = dict(zip(self.__dict__["role_names"], held, strict=True))
        return FactorDemand.read(self.__dict__["_demand"]).due(since)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held, read once per request (the sign-in backend brings them with the user's own row)."""
        held: frozenset[Role] | None = self.__dict__.get("_roles")
        if held is None:
            names = self.__dict__.get("role_names")
            if names is None:
                scopes = self.__dict__["_scopes"] = self._read_scopes()
                names = [scope.role for scope in scopes]
                limited = [scope.role for scope in scopes if scope.legal_entities or scope.departments]
                self.__dict__.setdefault("scoped_role_names", limited)
            held = frozenset(Role(name) for name in names if name in Role.values)
            self.__dict__["_roles"] = held
        return held

    def _read_scopes(self) -> tuple[Scope, ...]:
        with reading_primary():
            return scopes_of(self.grants.all())

    def note_grants(self, grants: list[RoleGrant]) -> None:
        """Those of the roles that this page asks about were read with those of others."""
        self.note_scopes(scopes_of(grants))

    def note_scopes(self, scopes: tuple[Scope, ...]) -> None:
        """These are the roles and how far they reach, so that nothing is read."""
        limited = [each.role for each in scopes if each.legal_entities or each.departments]
        self.__dict__ |= {"_scopes": scopes, "role_names": [each.role for each in scopes], "scoped_role_names": limited}

    def scopes(self, permission: Permission) -> list[Scope]:
        """The roles that carry the verb, each with its reach: one query, once per request and user; none where the user's own
        row was read with roles that all reach everybody."""
        return [scope for scope in self.all_scopes if permission in PERMISSIONS_OF[scope.role]]

    @property
    def all_scopes(self) -> tuple[Scope, ...]:
        """Every role with its reach, read as `scopes` says."""
        scopes: tuple[Scope, ...] | None = self.__dict__.get("_scopes")
        if scopes is None:
            if self.__dict__.get("role_names") is not None and self.__dict__.get("scoped_role_names") == []:
                scopes = tuple(map(Scope, self.roles))
            else:
                scopes = self._read_scopes() if self.pk else ()
            self.__dict__["_scopes"] = scopes
        return scopes

    def reaches_all(self, permission: Permission) -> bool:
        """True when a role carries the verb for the whole organisation."""
        return any(not scope.legal_entities and not scope.departments for scope in self.scopes(permission))

    @property
    def held(self) -> frozenset[Permission]:
        """The verbs that the roles contain; nobody whose account is closed holds any."""
        return verbs_of(self.roles, self.scoped_roles) if self.is_active else frozenset()

    def holds(self, permission: Permission) -> bool:
        """True when one of the roles contains the verb."""
        return permission in self.held

    @property
    def scoped_roles(self) -> frozenset[Role]:
        """Those of the roles that reach only some legal entities or departments."""
        held: frozenset[Role] | None = self.__dict__.get("_scoped_roles")
        if held is None:
            names = self.__dict__.get("scoped_role_names")
            if names is None:
                scoped = ~Q(legal_entities=[]) | ~Q(departments=[])
                with reading_primary():
                    names = list(RoleGrant.objects.filter(scoped, user=self).values_list("role", flat=True))
            held = frozenset(Role(name) for name in names if name in Role.values)
            self.__dict__["_scoped_roles"] = held
        return held

    def reaches_entity(self, permission: Permission, entity: str) -> bool:
        """True when a role carries the verb for everybody of the legal entity, whatever their department."""
        if not self.holds(permission):
            return False
        whole = [scope for scope in self.scopes(permission) if not scope.departments]
        return any(not scope.legal_entities or (entity and entity in scope.legal_entities) for scope in whole)

    def reaches(self, permission: Permission, person: Employee) -> bool:
        """True when one of the roles carries the verb for this person."""
        return self.holds(permission) and any(scope.covers(person) for scope in self.scopes(permission))

    # Django's permission interface, answered by the backends (django-rules); no superuser short cut.
    def has_perm(self, perm: str, obj: object = None) -> bool:
        """True when a registered rule says so."""
        import rules

        return bool(self.is_active and rules.perm_exists(perm) and rules.has_perm(perm, self, obj))

    @property
    def is_staff(self) -> bool:
        """There is no admin site to let anybody into."""
        return False

    is_superuser = False


@tracked()
class RoleGrant(models.Model):
    """A role that somebody holds, for the whole organisation or for the people of some legal entities or departments."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    # Empty: everywhere. Both filled: people who are in one of the entities and in one of the departments.
    legal_entities = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    departments = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="accounts_grant_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def counts_for(self) -> str:
        """Whom the role reaches, in words; empty where it reaches everybody."""
        return covered(self)

    def covers(self, person: Employee) -> bool:
        """True for people in the reach of this grant."""
        return Scope(Role(self.role), self.legal_entities, self.departments).covers(person)


class ContractType(models.TextChoices):
    """How somebody is employed."""

    PERMANENT = "permanent", _("Permanent")
    FIXED_TERM = "fixed_term", _("Fixed term")
    APPRENTICE = "apprentice", _("Apprentice")
    WORKING_STUDENT = "working_student", _("Working student")
    CONTRACTOR = "contractor", _("Contractor")


def reach_of(user: Any, permission: Permission, person: str = "") -> Q:
    """For whom this user's roles carry the verb: a condition on employees, or on rows that lead to one by `person`.

    Always a real condition, also for whoever reaches everybody or nobody, so that it can stand in `|` and `~`.
    At most one query, for the grants, once per request and user.
    """
    if not getattr(user, "is_authenticated", False) or not user.holds(permission):
        return nothing()
    if user.reaches_all(permission):
        return everything()
    path = f"{person}__" if person else ""
    reach = nothing()
    for scope in user.scopes(permission):
        part = everything()
        if scope.legal_entities:
            part &= Q(**{f"{path}legal_entity__in": scope.legal_entities})
        if scope.departments:
            part &= Q(**{f"{path}department__in": scope.departments})
        reach |= part
    return reach


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Named states."""

    def working_on(self, day: Any) -> EmployeeQuerySet:
        """Employed on that day."""
        return self.filter(Q(hired_on=None) | Q(hired_on__lte=day)).filter(Q(left_on=None) | Q(left_on__gte=day))

    def within(self, user: Any, permission: Permission) -> EmployeeQuerySet:
        """The people for whom one of this user's roles carries the verb; nobody without such a role."""
        return self.filter(reach_of(user, permission))

    def visible_to(self, user: Any) -> EmployeeQuerySet:
        """The people in the reach of this user's roles, and the user's own record; nobody by default."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.holds(Permission.VIEW_PEOPLE) and user.reaches_all(Permission.VIEW_PEOPLE):
            return self.all()
        return self.filter(reach_of(user, Permission.VIEW_PEOPLE) | Q(user=user))

    def matching(self, words: str, *, many: bool = False) -> EmployeeQuerySet:
        """People whose names have words that begin like `words`, or whose number is that; indexed at any size.

        `many`: known to be so many that a list which they narrow is better walked in its order.
        """
        query = beginnings(plain(words))
        if query is None:
            return self.none() if words.strip() else self
        return (self.bearing if many else self.named)(query, words.strip())

    def bearing(self, query: SearchQuery, number: str) -> EmployeeQuerySet:
        """The same as `named`, for counting them and for many of them."""
        return self.annotate(words=SearchVector("sort_name", config="simple")).filter(Q(words=query) | Q(number=number))

    def named(self, query: SearchQuery, number: str) -> EmployeeQuerySet:
        """What `matching` finds, for words that were made a query of (`beginnings`), or of that number."""
        vector = SearchVector("sort_name", config="simple")
        named = Employee.objects.annotate(words=vector).filter(words=query)
        return self.filter(among("pk", named.values("pk")) | Q(number=number))


@tracked(exclude=["number", "name", "sort_name", "job_title"])
class Employee(models.Model):
    """Somebody who works, or worked, here. These fields come from the HR system; the number is the stable key."""

    number = models.CharField(_("employee number"), max_length=40, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="employee"
    )
    name = models.CharField(_("name"), max_length=150)
    sort_name = models.CharField(max_length=400, db_collation="C", editable=False)
    legal_entity = models.CharField(_("legal entity"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)  # as the HR system words it
    location = models.CharField(_("location"), max_length=120, blank=True)
    country = models.CharField(_("work country"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    contract = models.CharField(_("contract"), max_length=20, choices=ContractType.choices, blank=True)
    weekly_hours = models.DecimalField(_("weekly hours"), max_digits=4, decimal_places=2, null=True, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "number"]
        constraints = [
            models.CheckConstraint(
                name="accounts_employee_dates",
                condition=Q(hired_on=None) | Q(left_on=None) | Q(left_on__gte=models.F("hired_on")),
                violation_error_message=_("Nobody leaves before being hired: check the two dates."),
            ),
            models.CheckConstraint(
                name="accounts_employee_hours",
                condition=Q(weekly_hours=None) | Q(weekly_hours__gt=0, weekly_hours__lte=60),
                violation_error_message=_("Weekly hours lie between 0 and 60."),
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="accounts_employee_sort"),
            models.Index(fields=["department", "sort_name", "id"], name="accounts_employee_dept"),
            models.Index(fields=["legal_entity", "sort_name", "id"], name="accounts_employee_entity"),
            models.Index(
                fields=["legal_entity", "country"], include=["hired_on", "left_on"], name="accounts_employee_country"
            ),
            models.Index(fields=["location", "sort_name", "id"], name="accounts_employee_location"),
            models.Index(fields=["job_title", "sort_name", "id"], name="accounts_employee_title"),
            GinIndex(
                SearchVector("sort_name", config="simple"),
                name="accounts_employee_words",
                gin_pending_list_limit=PENDING,
            ),
            # Beginnings of numbers, however they are typed.
            models.Index(OpClass(Upper("number"), name="text_pattern_ops"), name="accounts_employee_number"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key with the name; one that a file with family names gave stays while the name does."""
        if not is_key_of(self.sort_name, self.name):
            self.sort_name = sort_key(self.name)
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "sort_name"}
        super().save(*args, **kwargs)
