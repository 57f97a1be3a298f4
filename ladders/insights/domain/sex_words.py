"""What HR systems write for sex, in several languages. Nothing is ever guessed from a name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ladders.core.sentences import gettext as _

from .pay_gap.people import Sex

SEX_WORDS: Final[dict[str, Sex]] = {
    word: sex
    for sex, words in {
        Sex.WOMAN: "woman|women|female|fem|f|w|weiblich|frau|femme|féminin|feminin|mujer|femenino|donna|femminile|vrouw|"
        "vrouwelijk|kvinna|kvinne|kvinde|nainen|kobieta|žena|nő|mulher|feminino|femeie|женщина|жена|γυναίκα|ženska|naine|"
        "moteris|sieviete|♀",
        Sex.MAN: "man|men|male|m|männlich|maennlich|mann|herr|homme|masculin|hombre|masculino|uomo|maschile|mannelijk|"
        "mand|mies|mężczyzna|muž|férfi|homem|bărbat|мужчина|мъж|άνδρας|moški|muškarac|mees|vyras|vīrietis|♂",
        Sex.NEITHER: "neither|divers|d|diverse|x|non-binary|nonbinary|nicht-binär|third|other|autre|otro|altro|anders",
        Sex.NOT_STATED: "not stated|undisclosed|prefer not to say|declined|unknown|keine angabe|k. a.|k.a.|ohne angabe|"
        "unbekannt|non renseigné|no consta|non dichiarato",
    }.items()
    for word in words.split("|")
}
# A letter that is the other word where this one stands in the column, too: H/M is hombre and mujer, U/D uomo and donna.
TURNED: Final = {"m": "h", "d": "u"}


def sex_of(text: str, column: Collection[str] = ()) -> Sex:
    """Raises ValueError with the end of a sentence for a word that is not known: somebody has to say what it means.

    `column`: all texts of the column, since a letter alone can mean one thing beside one letter and another beside another.
    """
    word = _folded(text)
    found, beside = SEX_WORDS.get(word), TURNED.get(word)
    if found is None or (beside and beside in {_folded(each) for each in column}):
        raise ValueError(_("is not known as a sex. Say what it means: woman, man, neither or not stated."))
    return found


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
