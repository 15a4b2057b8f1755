"""Paragraphs of an invented article, from which the tests build pages."""

VOTE = (
    "The harbour town has waited eleven years for a new bridge, and on Monday the council finally "
    "voted to build "
    "one. Work is to begin in spring, officials said, once the river has fallen."
)
FISHERMEN = (
    "Not everyone is pleased with the decision. Fishermen say the piers will stand exactly where "
    "their nets have "
    "hung for generations, and they have asked a court to halt the plan."
)
MAYOR = (
    "The mayor called the vote a turning point. She promised that the old ferry would run until the "
    "last cable of "
    "the new bridge had been fixed and tested by engineers."
)
TITLE = "Council Votes for a New Bridge"
GERMAN = (
    "Die Hafenstadt hat elf Jahre auf eine neue Brücke gewartet, und am Montag hat der Rat endlich "
    "für den Bau "
    "gestimmt. Die Arbeiten sollen im Frühjahr beginnen, sobald der Fluss gefallen ist."
)
SPANISH = (
    "La ciudad portuaria ha esperado once años un puente nuevo, y el lunes el consejo votó por fin a "
    "favor de "
    "construirlo. Las obras empezarán en primavera, cuando el río haya bajado."
)
FRENCH = (
    "La ville portuaire attend un nouveau pont depuis onze ans, et lundi le conseil a enfin voté pour sa "
    "construction. Les travaux commenceront au printemps, quand le fleuve aura baissé."
)


def page(*lines: str) -> str:
    """Lines with a blank line between each."""
    return "\n\n".join(lines)
