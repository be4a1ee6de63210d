"""How models, and the notes about a forecast, are told: why a model was chosen, what was left out."""

from desk.words import say
from desk.words.writing import named
from forecast.models.blend import JOINED
from forecast.prediction import Note

CHOSEN = "choice_"
"""How the codes of notes begin that say why a model was chosen."""


def model_name(code: str, language: str) -> str:
    """Return the name of a model; a mean of several names each of them."""
    names = [named("model", member, language) for member in code.split(JOINED)]
    if len(names) == 1:
        return names[0]
    return say("writing.mean_of", language, names=say("writing.and", language).join(names))


def note_sentence(note: Note, language: str) -> str:
    """Return a note as a sentence in which models have their names."""
    facts = {
        name: model_name(str(value), language) if name in {"model", "other"} else value
        for name, value in note.details
    }
    return say(f"note.{note.code}", language, **facts)


def reason(notes: tuple[Note, ...]) -> Note | None:
    """Return the note that says why the model was chosen; None for a forecast that was kept without one."""
    return next((note for note in notes if note.code.startswith(CHOSEN)), None)
