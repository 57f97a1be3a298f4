"""The vocabulary that guessing rests on, as data: what people call tracks, levels, competencies and their order.

English first; the commonest German, French, Spanish and Dutch words beside it. All words are lower case and single unless
said otherwise.
"""

from __future__ import annotations

from typing import Final

from ladders.frameworks.domain.shapes import TrackKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- Headings ---------------------------------------------------------------------------------------------------

# What a heading is about. The last such word decides ("Role Level" is about a level, "Role Family" about a family).
SUBJECTS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("family", "families", "framework", "department", "function", "discipline", "familie", "famille", "familia"),
        "framework",
    ),
    **dict.fromkeys(
        ("track", "ladder", "path", "pathway", "stream", "role", "profession", "job", "laufbahn", "rolle", "filière",
         "métier", "rol", "loopbaan"), "track",
    ),
    **dict.fromkeys(
        ("level", "levels", "position", "rung", "seniority", "stage", "step", "stufe", "ebene", "niveau", "nivel"),
        "level",
    ),
    **dict.fromkeys(
        ("group", "category", "theme", "area", "pillar", "domain", "cluster", "section", "gruppe", "kategorie", "thema",
         "bereich", "groupe", "catégorie", "grupo", "categoría", "groep"), "group",
    ),
    **dict.fromkeys(
        ("competency", "competencies", "competence", "competences", "skill", "skills", "capability", "capabilities",
         "attribute", "ability", "topic", "dimension", "axis", "element", "kompetenz", "fähigkeit", "kompetenzen",
         "compétence", "competencia", "competentie", "vaardigheid"), "competency",
    ),
    **dict.fromkeys(("proficiency", "rating", "mastery", "score", "ausprägung", "maîtrise", "dominio"), "proficiency"),
    **dict.fromkeys(
        ("descriptor", "descriptors", "expectation", "expectations", "indicator", "indicators", "behaviour", "behaviours",
         "behavior", "behaviors", "criteria", "criterion", "requirement", "requirements", "erwartung", "attente",
         "expectativa", "verwachting"), "cell",
    ),
    **dict.fromkeys(("example", "examples", "beispiel", "beispiele", "exemple", "exemples", "ejemplo", "voorbeeld"), "examples"),
    **dict.fromkeys(
        ("learning", "learn", "course", "courses", "training", "trainings", "resource", "resources", "lernen", "kurs", "kurse",
         "lernressourcen", "ressourcen", "formation", "formations", "cursos", "recursos", "cursussen"), "learning",
    ),
    **dict.fromkeys(("grade", "band", "payband", "paygrade", "entgeltgruppe", "besoldungsgruppe"), "grade"),
}  # fmt: skip
# In front of "level", these say that a skill's level is meant.
ASKED: Final = frozenset({"required", "target", "expected", "minimum", "desired", "needed", "soll", "requis"})
WEAK_LEVEL_WORDS: Final = frozenset({"tier", "rank", "class"})  # a level if nothing else is one
ASPECTS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("description", "definition", "about", "detail", "details", "text", "meaning", "beschreibung", "descripción",
         "omschrijving"), "description",
    ),
    **dict.fromkeys(("summary", "overview", "purpose", "résumé", "zusammenfassung", "resumen", "samenvatting"), "summary"),
    **dict.fromkeys(("code", "id", "ref", "key", "abbreviation", "kürzel"), "code"),
    **dict.fromkeys(("number", "no", "nr", "order", "index", "sequence", "nummer"), "number"),
    **dict.fromkeys(("name", "bezeichnung", "nom", "nombre", "naam"), "name"),
    **dict.fromkeys(("title", "titel", "titre", "título"), "title"),
    **dict.fromkeys(("kind", "type", "art"), "kind"),
    **dict.fromkeys(("scope", "reach"), "scope"),
    **dict.fromkeys(("source", "quelle"), "source"),
    **dict.fromkeys(("tagline",), "tagline"),
}  # fmt: skip
# Columns that are about no framework; kept out of the levels of a matrix.
ASIDE: Final = _words(
    "notes note comment comments remark remarks weight weighting owner link links url status reviewer evidence score "
    "assessment average total priority self manager source updated version date required bemerkung kommentar "
    "remarques notas opmerking min max minimum maximum midpoint salary pay currency amount budget"
)
# Headings of lists of people and of pay.
PEOPLE_WORDS: Final = _words(
    "employee employees staff person gender age birthdate birthday salary income hired hire marital email firstname lastname "
    "surname attrition overtime wage payroll bonus"
)

# --- Rows of a matrix that are about levels -----------------------------------------------------------------------

SPECIAL_ROWS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("title", "titles", "job title", "job titles", "role", "roles", "role title", "position", "positions",
         "position title", "typical titles", "typical title", "example titles", "level title", "level name", "titel",
         "titre", "título", "also known as"), "level_title",
    ),
    **dict.fromkeys(
        ("definition of success", "summary", "level summary", "overview", "level description", "role summary",
         "role description", "job summary", "description", "purpose", "role purpose", "in one line", "in short",
         "what success looks like", "in a nutshell", "tl dr", "kurzbeschreibung", "zusammenfassung", "résumé",
         "resumen", "samenvatting"), "level_summary",
    ),
    **dict.fromkeys(("scope", "level scope", "scope of role", "role scope", "scope of the role"), "level_scope"),
    **dict.fromkeys(("code", "level code", "level id", "job code"), "level_code"),
    **dict.fromkeys(("level number", "number", "level", "rank"), "level_number"),
    **dict.fromkeys(("grade", "job grade", "pay grade", "band", "pay band", "entgeltgruppe"), "grade"),
    **dict.fromkeys(("grade source", "source of the grade", "source"), "grade_source"),
    **dict.fromkeys(("track", "ladder", "career path", "path", "career track"), "track"),
    **dict.fromkeys(
        ("salary", "salary range", "pay", "pay range", "compensation", "years of experience", "experience",
         "typical experience", "years experience", "time in level", "reports to", "education", "headcount", "team size",
         "number of reports", "direct reports", "years in level", "minimum experience"), "ignore",
    ),
}  # fmt: skip
# These are often competencies too, so they count only above the first competency or where no competency is named.
ONLY_ON_TOP: Final = frozenset(
    {"scope", "description", "purpose", "role", "roles", "level", "track", "path", "source", "experience", "education",
     "number", "rank", "position", "summary", "overview"}
)  # fmt: skip

# --- Levels -------------------------------------------------------------------------------------------------------

LEVEL_WORDS: Final = (
    "level",
    "lvl",
    "grade",
    "band",
    "step",
    "stage",
    "tier",
    "rung",
    "stufe",
    "ebene",
    "niveau",
    "nivel",
)
# Seniority in the order that most organisations use; plain titles ("Engineer") stand at PLAIN.
PLAIN: Final = 30
SENIORITY: Final[dict[str, int]] = {
    "intern": 8, "internship": 8, "werkstudent": 8, "apprentice": 10, "auszubildender": 10, "trainee": 12, "graduate": 14,
    "entry": 15, "starter": 15, "associate": 17, "assistant": 18, "junior": 20, "jr": 20, "analyst": 25, "regular": 30,
    "mid": 30, "intermediate": 30, "professional": 30, "experienced": 34, "advanced": 36, "specialist": 37,
    "senior": 40, "sr": 40, "sénior": 40, "major": 45, "expert": 48, "supervisor": 48, "lead": 50, "leader": 50,
    "leiter": 50, "manager": 50, "staff": 55, "principal": 60, "architect": 58, "head": 70, "director": 72,
    "distinguished": 74, "fellow": 78, "vp": 84, "svp": 87, "evp": 88, "president": 86, "chief": 90, "cto": 92,
}  # fmt: skip
# Words of a job rather than of a rank: they order levels only where the role's own name does not hold them.
RANKED_NOUNS: Final = frozenset({"analyst", "manager", "specialist", "architect", "director", "supervisor"})
RAISING: Final = frozenset(
    {"senior", "sr", "sénior", "group", "executive"}
)  # before another rank word: a little higher
ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
# Short texts with a number that name no level.
NO_LEVEL_CODES: Final = frozenset(
    {"q", "h", "fy", "v", "no", "nr", "col", "page", "week", "day", "kw", "okr", "kpi", "iso"}
)

# --- Tracks -------------------------------------------------------------------------------------------------------

# Letters in front of a level's number.
CODE_KINDS: Final[dict[str, TrackKind]] = {
    **dict.fromkeys(("ic", "s", "sp", "e", "p", "t", "l", "d", "se", "swe", "eng", "r"), TrackKind.SPECIALIST),
    **dict.fromkeys(("m", "em", "mg", "mgr", "mgt", "pm", "ml", "pl"), TrackKind.MANAGEMENT),
    **dict.fromkeys(("tpm", "pgm", "tl", "pj", "prj"), TrackKind.PROJECT),
    **dict.fromkeys(("i", "inf", "adv"), TrackKind.INFLUENCE),
}
# Words in a manager's title that say what is managed: people, or a project. Any other manager is a profession.
PEOPLE_MANAGED: Final = _words(
    "engineering people team line development software design sales finance marketing general operations operation "
    "department functional technical technology unit group branch store office hr research area regional"
)
PROJECT_MANAGED: Final = _words(
    "project projects program programs programme programmes delivery product portfolio release change scrum agile"
)
PROJECT_PHRASES: Final = ("project leadership", "project lead", "tech lead", "technical lead", "scrum master", "delivery lead",
                          "team facilitator", "product owner")  # fmt: skip
INFLUENCE_PHRASES: Final = (
    "influence",
    "innovation",
    "thought leadership",
    "advocacy",
    "advocate",
    "evangelist",
    "ambassador",
)
MANAGEMENT_PHRASES: Final = (
    "management", "people lead", "leadership", "people manager", "head of", "director", "team lead", "supervisor",
    "vice president", "führungslaufbahn", "führungskraft", "führungskräfte", "teamleiter", "teamleiterin", "teamleitung",
    "abteilungsleiter", "abteilungsleiterin", "abteilungsleitung", "bereichsleiter", "bereichsleiterin", "bereichsleitung",
    "gruppenleiter", "gruppenleiterin", "directrice", "directeur", "gerente", "führung", "encadrement", "gestión",
)  # fmt: skip
VAGUE_LEADERSHIP: Final = ("leadership", "führung")
# Words beside the kind of a track that say only that it is one.
TRACK_NOUNS: Final = _words(
    "title titles track tracks ladder ladders level levels role roles career careers path paths matrix framework job jobs "
    "position positions the"
)
EXECUTIVES: Final = _words(
    "cto ceo cfo coo cio cpo cmo cro chro ciso vp svp evp president geschäftsführer geschäftsführerin"
)
SPECIALIST_PHRASES: Final = ("individual contributor", "specialist", "expert", "technical track", "professional track",
                             "craft", "fachlaufbahn", "ic")  # fmt: skip
SHARED_PHRASES: Final = ("shared", "common", "entry levels", "all tracks", "shared start", "foundation")
# Behind or in front of a title, these part one role into tracks: "- management", "(People Manager)".
MARKERS: Final[dict[str, TrackKind]] = {
    **dict.fromkeys(
        ("management", "people management", "people manager", "manager", "manager track", "management track", "people lead",
         "line management", "people", "mgmt", "mgt", "people leader", "m"), TrackKind.MANAGEMENT,
    ),
    **dict.fromkeys(
        ("individual contributor", "ic", "specialist", "technical", "ic track", "specialist track", "technical track",
         "expert", "expert track", "non management", "individual"), TrackKind.SPECIALIST,
    ),
    **dict.fromkeys(("project", "project lead", "project leadership", "project track", "delivery"), TrackKind.PROJECT),
    **dict.fromkeys(("influence", "innovation", "influence track"), TrackKind.INFLUENCE),
    **dict.fromkeys(("shared", "all tracks", "common"), TrackKind.SHARED),
}  # fmt: skip
KIND_NAMES: Final[dict[TrackKind, str]] = {
    TrackKind.SHARED: "Shared start",
    TrackKind.SPECIALIST: "Specialist",
    TrackKind.PROJECT: "Project leadership",
    TrackKind.INFLUENCE: "Influence and innovation",
    TrackKind.MANAGEMENT: "Management",
}
# Names of sheets and files that say nothing.
# Names of competency groups that say what they are about.
INFLUENCE_GROUPS: Final = (
    "without authority",
    "without formal authority",
    "by influence",
    "influence",
    "leading without",
)
PEOPLE_GROUPS: Final = (
    "leading people",
    "people management",
    "managing people",
    "people leadership",
    "line management",
)
GENERIC_NAMES: Final = _words(
    "sheet table matrix levels level framework ladder ladders skills competencies competency career data export import "
    "tabelle blatt feuil feuille hoja blad template copy final draft version progression expectations positions "
    "roles role growth path paths the of for and skill grid chart untitled new test input upload file workbook"
)
# Sheets called like this are job families rather than tracks.
FAMILY_NAMES: Final = _words(
    "engineering finance sales marketing design product operations legal support people hr data it security "
    "procurement communications research quality accounting facilities administration consulting"
)

# --- Proficiency and placeholders ---------------------------------------------------------------------------------

PROFICIENCY: Final[dict[str, int]] = {
    "none": 0, "not required": 0, "awareness": 10, "aware": 10, "novice": 12, "beginner": 12, "basic": 12, "foundation": 12,
    "foundational": 12, "fundamental": 12, "elementary": 12, "learning": 12, "learner": 12, "entry": 12, "emerging": 14,
    "low": 12, "understanding": 14, "advanced beginner": 16, "developing": 18, "limited": 14, "working": 20,
    "working knowledge": 20, "practising": 22, "practicing": 22, "applying": 22, "intermediate": 24, "medium": 24,
    "competent": 26, "practitioner": 28, "independent": 28, "proficient": 30, "skilled": 30, "solid": 28,
    "accomplished": 34, "experienced": 34, "advanced": 36, "guiding": 38, "high": 38, "leading": 42, "expert": 44,
    "shaping": 46, "strategic": 44, "mastery": 46, "master": 46, "role model": 46, "authority": 48, "visionary": 50,
}  # fmt: skip
PLACEHOLDERS: Final = frozenset(
    {"not in use", "n a", "na", "tbd", "tbc", "todo", "to do", "tba", "missing", "none", "null", "nil", "not applicable",
     "not used", "unused", "to be defined", "to be confirmed", "to be decided", "to be written", "placeholder", "xxx",
     "coming soon", "nan", "nicht zutreffend", "entfällt", "k a", "s o", "pending", "blank", "empty", "lorem ipsum"}
)  # fmt: skip
# Behind the name of a level, these say that nobody is placed on it any more, or not yet.
UNUSED: Final = frozenset(
    {"not in use", "not used", "unused", "retired", "deprecated", "obsolete", "inactive", "discontinued", "legacy",
     "reserved", "not yet in use", "not currently used", "currently not used", "closed", "archived", "phased out", "old",
     "nicht in gebrauch", "nicht verwendet", "nicht mehr verwendet", "unbenutzt", "ungenutzt", "veraltet",
     "entfällt", "reserviert", "auslaufend", "nicht besetzt", "unbesetzt",
     "non utilisé", "inutilisé", "obsolète", "no se usa", "no usado", "obsoleto",
     "niet in gebruik", "vervallen", "placeholder", "tbd"}
)  # fmt: skip
# Sheets called like this explain or count, beside the ones that hold a framework.
ASIDE_SHEETS: Final = frozenset(
    {"help", "readme", "read me", "instructions", "instruction", "how to", "how to use", "guide", "guidance", "about",
     "legend", "key", "glossary", "changelog", "change log", "history", "versions", "notes", "faq", "score", "scores",
     "scoring", "result", "results", "summary", "dashboard", "charts", "chart", "calculation", "calculations", "lists",
     "lookup", "lookups", "settings", "config", "hilfe", "anleitung", "hinweise", "legende", "glossar", "ergebnis",
     "ergebnisse", "auswertung", "übersicht", "aide", "mode d emploi", "résultats", "ayuda", "instrucciones",
     "resultados", "uitleg", "resultaten"}
)  # fmt: skip
ASIDE_FILLERS: Final = _words("my your our the mein meine sheet tab page self")
SCORE_WORDS: Final = _words(
    "score scores weight weights weighting value total points average achieved sum result gewicht gewichtung punkte summe "
    "wert ergebnis poids note peso puntos gewogen"
)
# Last words of a name that stand for people of a job: sheets called so are tracks.
ROLE_ENDINGS: Final = (
    "er",
    "ers",
    "or",
    "ors",
    "ist",
    "ists",
    "eur",
    "eurs",
    "euse",
    "analyst",
    "analysts",
    "innen",
    "erin",
)
NO_ROLES: Final = _words(
    "behavior behaviour power character order other together customer customers user users career careers whatever under "
    "over leader water matter letter number computer paper master error vigor rigor rigour labor honor"
)
PLACEHOLDER_SIGNS: Final = frozenset("-–—_.…?*/x×~•")  # a cell of nothing but these
