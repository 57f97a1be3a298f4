"""The headcount check on sentences that try to slip past it, and on those that only look like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ladders.impact.domain.headcount import (
    HeadcountFinding,
    find,
    find_people_ability,
    find_people_management,
    languages,
)

# sentence → the words that measure by size
MEASURES = {
    "Owns a portfolio of 14 people": "Owns a portfolio of 14 people",
    "Looks after a pool of 30 engineers": "Looks after a pool of 30 engineers",
    # plain
    "Manages a team of 8+": "Manages a team of 8+",
    "Has five direct reports.": "five direct reports",
    "A wide span of control": "span of control",
    "Owns a budget of 5 million": "Owns a budget of 5 million",
    "Leads 12 engineers": "Leads 12 engineers",
    "A headcount of 40": "headcount of 40",
    "Sets direction for an organisation of more than 100 people": "organisation of more than 100 people",
    "Full €2m P&L": "€2m P&L",
    "Has at least two managers reporting to them": "at least two managers reporting to them",
    # number words, ranges, vague amounts
    "Leads twenty-five analysts": "Leads twenty-five analysts",
    "Supervises a dozen agents on the phones": "Supervises a dozen agents",
    "Manages hundreds of employees": "Manages hundreds of employees",
    "Leads four to six designers": "Leads four to six designers",
    "Manages between 5 and 10 people": "Manages between 5 and 10 people",
    "Usually manages one hundred and twenty colleagues": "manages one hundred and twenty colleagues",
    "Manages several teams": "Manages several teams",
    "Heads three departments in two countries": "Heads three departments",
    "Manages multiple managers": "Manages multiple managers",
    "A staff of twenty": "staff of twenty",
    # dashes, hyphens, invisible characters
    "Manages 5–10 people": "Manages 5–10 people",
    "Manages 5—10 people": "Manages 5—10 people",
    "Manages 5 \u2010 10 people": "Manages 5 \u2010 10 people",
    "Runs a 10-person team": "Runs a 10-person team",
    "Heads a 12\u2011strong squad": "Heads a 12\u2011strong squad",
    "A head\u00adcount of 40": "head\u00adcount of 40",
    "The span\u2010of\u2010control is wide": "span\u2010of\u2010control",
    "Leads a \uff18-person team": "Leads a \uff18-person team",
    # capitals, Markdown, line breaks
    "MANAGES A TEAM OF EIGHT": "MANAGES A TEAM OF EIGHT",
    "Manages a **team of 8+** engineers": "Manages a **team of 8+** engineers",
    "Leads a team\r\nof twelve designers": "Leads a team\r\nof twelve designers",
    "- Sets goals\n- Team of 6\n- Coaches": "Team of 6",
    "| Team size | 12 |": "Team size | 12",
    "> *Headcount:* 40": "Headcount:* 40",
    "Manages a team (8 people)": "Manages a team (8 people",
    # plurals and possessives
    "The role's span of control is what counts": "span of control",
    "Spans of control above ten": "Spans of control",
    "The line manager of 8 engineers": "line manager of 8 engineers",
    "Answers for the department's headcount of 40": "headcount of 40",
    # budgets
    "Responsible for a multi-million budget": "multi-million budget",
    "Owns a $5M+ budget": "Owns a $5M+ budget",
    "P&amp;L of £10 million": "P&amp;L of £10 million",
    "A seven-figure budget": "seven-figure budget",
    "Budget: 500,000": "Budget: 500,000",
    "Manages a portfolio worth CHF 30m": "Manages a portfolio worth CHF 30m",
    "Controls an annual spend of 1.5 billion": "Controls an annual spend of 1.5 billion",
    "Holds a large budget": "Holds a large budget",
    # round about
    "The level follows from the size of the team": "follows from the size of the team",
    "Grade depends on the number of direct reports": "number of direct reports",
    "200 people under her": "200 people under her",
    "Is in charge of about 30 employees": "in charge of about 30 employees",
    "Runs a support desk with 40 FTEs": "40 FTEs",
    "Line manages 8": "Line manages 8",
    "Direct reports: 5–8": "Direct reports: 5–8",
    "Oversees a large department": "Oversees a large department",
    "Must take on more direct reports to rise": "more direct reports",
    # a guard that must not hide what it should not
    "Is not only a coach but manages a team of 8": "manages a team of 8",
    "Supports the business by managing a team of 8": "managing a team of 8",
    "Not afraid of conflict, leads 12 engineers": "leads 12 engineers",
    "Never gives up. Leads 12 engineers": "Leads 12 engineers",
    "Works with three teams and manages a team of 8": "manages a team of 8",
}

MEASURES_NOTHING = [
    # reach, not size
    "Works with three teams",
    "Guides several teams without authority",
    "Improves how a team of peers works",
    "Improves how a team of eight works",
    "Brings an outcome about across three teams",
    "Leads work across three teams",
    "Guides 10 or more teams",
    "Serves 200 employees in four countries",
    "Built a tool used by 40 engineers",
    "Leads a community of 200 engineers",
    "Trains a team of 12",
    "Speaks to 500 people",
    "Increases revenue by €2m",
    "Saves 5 million a year",
    "Leads the onboarding of 12 engineers",
    "Mentors two engineers",
    "Works in a team of 8",
    "Is part of a team of 10 people",
    "Joins a team of five",
    "Supports a 10-person team",
    # words with two meanings
    "Reports findings",
    "Reports to the CTO",
    "Delivers five reports a month",
    "Has three reports due every month",
    "Presents reports to five directors",
    "Manages a budget carefully",
    "Owns the budget process",
    "An error budget of 0.1 %",
    "Keeps the page within a performance budget of 50,000 bytes",
    "Delivers the project within a budget of €2m",
    "Builds headcount forecasts for finance",
    "Leads two people-focused initiatives",
    "Leads two people programmes",
    "Leads three engineers' circles",
    "A group of 12 services",
    "A function of three variables",
    "Leads a group of 5 systems",
    "Directs attention to what matters",
    "Acts as a team of one",
    "Controls the span of a bridge",
    # numbers of something else
    "12 months",
    "Leads by example, 12 months in the role",
    "Leads 24/7 support",
    "Manages level 3 engineers' escalations",
    "Leads 2nd line incidents",
    "Manages suppliers in 5 countries, people trust them",
    "Manages 3 suppliers",
    "Solves problems that take several teams more than 6 months",
    "50 % of engineers adopt it",
    "Leads ISO-9001 people through audits",
    "Runs 3 workshops for 20 people",
    "1. Reports clearly\n2. Manages time",
    "Manages time.\n\n12 people read the newsletter",
    "Leads change;\n- 12 people were interviewed",
    # said only to be denied
    "Without managing a team of 8",
    "Does not need five direct reports",
    "Doesn’t require direct reports",
    "Zero direct reports",
    "0 direct reports",
    "No direct reports",
    "Regardless of team size",
    "Team size is not a factor",
    "Coaches their direct reports",  # managing people, but no measure of how many
    "",
    "   \n\t ",
]

ASKS_FOR_MANAGEMENT = {
    "Line manages the junior engineers": "Line manages the junior engineers",
    "Conducts performance reviews of their reports": "Conducts performance reviews of their reports",
    "Gives yearly appraisals": "Gives yearly appraisals",
    "Is the people manager of the squad": "Is the people manager of",
    "Has people management responsibilities": "people management responsibilities",
    "Coaches their direct reports": "direct reports",
    "Designers reporting to you grow": "Designers reporting to you",
    "Hires and fires": "Hires and fires",
    "Sets salaries for the team": "Sets salaries for the team",
    "Approves holidays": "Approves holidays",
    "Manages engineers": "Manages engineers",
    "Manages a team": "Manages a team",
    "Must have line management experience": "line management experience",
    "Needs to have managed a team": "have managed a team",
    "Has led people as their line manager": "as their line manager",
    "Plans the growth of those who report to them": "those who report to them",
    "Has a team of their own": "Has a team of their own",
}

ASKS_FOR_NOTHING = [
    "Guides several teams without authority",
    "Works with line managers on growth",
    "Supports managers with performance reviews",
    "Takes part in performance reviews",
    "Reviews the performance of the system",
    "Manages stakeholders and expectations",
    "Manages the team's backlog",
    "Talks to their line manager about growth",
    "Systems that have managed teams' traffic",
    "Works with those who report to somebody else",
    "Leaves each team with a way of their own",
    "Needs no line management experience",
    "Manages people-facing systems",
    "Leads without direct reports",
    "Needs no line management responsibility",
    "Reports to the CTO",
    "Reports findings to the team",
    "Helps managers and their direct reports agree",
    "Gives feedback to peers",
]


@pytest.mark.parametrize(("sentence", "words"), MEASURES.items())
def test_finds_the_words_that_measure_by_size(sentence: str, words: str) -> None:
    assert [finding.words for finding in find(sentence)] == [words]


@pytest.mark.parametrize("sentence", MEASURES_NOTHING)
def test_does_not_cry_wolf(sentence: str) -> None:
    assert find(sentence) == ()


@pytest.mark.parametrize(("sentence", "words"), ASKS_FOR_MANAGEMENT.items())
def test_finds_what_asks_for_people_management(sentence: str, words: str) -> None:
    assert next(finding.words for finding in find_people_management(sentence)) == words


@pytest.mark.parametrize("sentence", ASKS_FOR_NOTHING)
def test_leaves_leading_without_reports_alone(sentence: str) -> None:
    assert find_people_management(sentence) == ()


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "People management": "People management",
        "Line-management skills": "Line-management",
        "Management of staff": "Management of staff",
        "Leading people": "Leading people",
        "People leadership": "People leadership",
        "Supervising employees": "Supervising employees",
        "Direct reports": "Direct reports",
    }.items(),
)
def test_finds_a_competency_of_managing_people_by_its_name(name: str, words: str) -> None:
    assert [finding.words for finding in find_people_ability(name)] == [words]


@pytest.mark.parametrize(
    "name",
    [
        "Stakeholder management",
        "Leading without authority",
        "Leading change",
        "Project management",
        "People analytics",
        "Working with people",
        "Leading by example",
        "Production line quality",
        "Reporting",
        "People management software",
    ],
)
def test_leaves_other_names_of_competencies_alone(name: str) -> None:
    assert find_people_ability(name) == ()


def test_each_place_is_found_once_with_its_rule_and_an_offer() -> None:
    text = "Leads 12 engineers. Owns a budget of €5m."
    first, second = find(text)
    assert (first.start, first.end, first.words, first.rule) == (0, 18, "Leads 12 engineers", "people_counted")
    assert (second.words, second.rule) == ("Owns a budget of €5m", "budget")
    assert "achieve together" in first.suggestion
    assert find("Leads 12 engineers")[0] == HeadcountFinding(
        0, 18, "Leads 12 engineers", "people_counted", first.suggestion
    )


def test_no_suggestion_measures_by_size_itself() -> None:
    found = [finding for sentence in MEASURES for finding in find(sentence)]
    assert {finding.rule for finding in found} == {
        "budget",
        "direct_reports",
        "headcount",
        "large_team",
        "people_counted",
        "reporting_to",
        "span_of_control",
        "team_of",
        "units_counted",
    }
    assert [find(finding.suggestion) for finding in found] == [()] * len(found)


def test_languages_are_files() -> None:
    assert "en" in languages()
    with pytest.raises(LookupError):
        find("Führt ein Team von 8", "xx")


WORDS = st.sampled_from(
    [
        *("manages", "leads", "team", "of", "direct", "reports", "people", "engineers", "budget", "headcount", "span"),
        *("control", "P&L", "reporting", "them", "not", "without", "a", "the", "to", "at", "least", "more", "than"),
        *("8+", "12", "five", "twenty-five", "zero", "0", "24/7", "5,000", "€", "5m", "&", "'s", "’", "(", ")", "_"),
        *(",", ".", "\n", "-", "–", "**", "\u00ad"),
    ]
)
PIECES = [
    *("manages ", "a", "8", "8,", "1'", "twenty-", "at least ", "team of ", "\n ", "\n\n", "'", "-", "€", " ", "P&"),
    *("€5m budget of ", "manages at least 5 or 6 or ", "between 5 and ", "e\u0301", "direct reports "),
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS).map("".join)))
@example("’")
@example("5'")
@example("²³½ people")
@example("manages ² people")
@example("€")
@example("at least")
def test_any_text_is_survived_and_spans_hold_the_words(text: str) -> None:
    for check in (find, find_people_management):
        end = 0
        for finding in check(text):
            assert end <= finding.start < finding.end <= len(text)
            assert finding.words == text[finding.start : finding.end]
            end = finding.end


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    find(text)
    assert time.perf_counter() - started < 10  # linear: under 2; a quadratic search would take minutes
