"""Tables that come behind those of requests, and what points back, as of the first release."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import ladders.core.private
from django.conf import settings
from django.db import migrations, models


LATER_TABLES = [
    migrations.CreateModel(
        name='Message',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='moves.moverequest')),
            ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='moves.step')),
            ('kind', models.CharField(choices=[('question', 'Question'), ('answer', 'Answer'), ('look_again', 'Asked to look again')], max_length=10)),
            ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('answers', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='moves.message')),
            ('text', ladders.core.private.SealedTextField('moves.message')),
            ('at', models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            'ordering': ['id'],
            'constraints': [models.CheckConstraint(condition=models.Q(('text', b''), _negated=True), name='moves_message_said'), models.CheckConstraint(condition=models.Q(models.Q(('answers__isnull', False), ('kind', 'answer')), models.Q(models.Q(('kind', 'answer'), _negated=True), ('answers', None)), _connector='OR'), name='moves_message_answers'), models.UniqueConstraint(condition=models.Q(('kind', 'look_again')), fields=('request',), name='moves_message_looks_again_once')],
        },
    ),
    migrations.CreateModel(
        name='Reason',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reason', to='moves.moverequest')),
            ('text', ladders.core.private.SealedTextField('moves.reason')),
            ('delete_on', models.DateField(verbose_name='deleted on')),
            ('readers', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'indexes': [models.Index(fields=['delete_on'], name='moves_reason_delete')],
            'constraints': [models.CheckConstraint(condition=models.Q(('text', b''), _negated=True), name='moves_reason_said')],
        },
    ),
    migrations.CreateModel(
        name='Notice',
        fields=[
            ('id', models.BigAutoField(primary_key=True, serialize=False)),
            ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='move_notices', to=settings.AUTH_USER_MODEL)),
            ('kind', models.CharField(choices=[('proposed', 'A proposal for you'), ('due', 'Your answer is asked for'), ('overdue', 'An answer is overdue'), ('passed_on', 'A request went on to the next in line'), ('handed_on', 'A request was handed on to somebody else'), ('manager_changed', 'Your request moves to your new manager'), ('answered', 'A step of your request is answered'), ('objected', 'An objection waits for you'), ('approved', 'Your request is approved'), ('declined', 'Your request is answered'), ('look_again', 'A request is to be looked at again'), ('question', 'A question about your request'), ('answer', 'Your question is answered'), ('date_offered', 'Another day is proposed'), ('day_refused', 'A day you offered was turned down'), ('scheduled', 'The day is agreed'), ('in_effect', 'A request has taken effect'), ('checklist', 'A checklist waits for you'), ('stopped', 'A request cannot go on as it is'), ('withdrawn', 'A request was withdrawn: nothing is left to do'), ('lapsed', 'A request has lapsed: nothing is left to do'), ('trial_ending', 'Something agreed ends soon'), ('try_out_over', 'Something agreed is over'), ('right_ending', 'Something promised to you ends soon'), ('right_extended', 'Something promised to you holds longer'), ('level_changed', 'Something about your work has changed'), ('second_person', 'A second person is needed'), ('second_said', 'What you asked a second person is decided'), ('remedy', 'Something is yours to decide or to do'), ('remedy_due', 'Something you look after is due'), ('for_hr', 'Something waits for HR’s answer'), ('for_hr_late', 'An answer by HR is due'), ('agreement', 'Somebody asks for your agreement'), ('informed', 'Something is here for you to read'), ('yearly', 'What you may ask for, once a year'), ('talk', 'A date of yours is new or has changed'), ('plan', 'Something between you and a colleague waits for you')], max_length=20)),
            ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='moves.moverequest')),
            ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moves.step')),
            ('right', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='moves.returnright')),
            ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.reorganisation')),
            ('approval', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.approval')),
            ('page', models.CharField(blank=True, max_length=120)),
            ('key', models.CharField(max_length=160, unique=True)),
            ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ('read_at', models.DateTimeField(null=True)),
            ('settled_at', models.DateTimeField(null=True)),
            ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='moves.mail')),
        ],
        options={
            'ordering': ['-created_at', '-id'],
            'indexes': [models.Index(fields=['recipient', '-created_at', '-id'], name='moves_notice_inbox'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='moves_notice_unread'), models.Index(condition=models.Q(('settled_at', None)), fields=['id'], name='moves_notice_unsettled')],
            'constraints': [models.CheckConstraint(condition=models.Q(('request__isnull', False), ('right__isnull', False), ('decision__isnull', False), ('approval__isnull', False), models.Q(('page', ''), _negated=True), _connector='OR'), name='moves_notice_about'), models.CheckConstraint(condition=models.Q(('mail', None), ('settled_at__isnull', False), _connector='OR'), name='moves_notice_settled')],
        },
    ),
    migrations.AddField(
        model_name='NewSalary',
        name='request',
        field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='new_salary', to='moves.moverequest'),
    ),
    migrations.AddField(
        model_name='FollowUp',
        name='request',
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='moves.moverequest'),
    ),
    migrations.AddField(
        model_name='Step',
        name='request',
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='moves.moverequest'),
    ),
    migrations.AddField(
        model_name='MoveRequest',
        name='uses_right',
        field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moves.returnright'),
    ),
    migrations.AddConstraint(
        model_name='FollowUp',
        constraint=models.UniqueConstraint(fields=('request', 'what'), name='moves_followup_once'),
    ),
    migrations.AddConstraint(
        model_name='Step',
        constraint=models.UniqueConstraint(fields=('request', 'position'), name='moves_step_position'),
    ),
    migrations.AddConstraint(
        model_name='Step',
        constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('opened_on__isnull', False)), fields=('request',), name='moves_step_one_open'),
    ),
]
