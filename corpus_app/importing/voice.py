"""How a site talks about itself and to its reader; one phrase proves nothing, several in a paragraph do."""

import re

from corpus_app.importing.patterns import listed, within

PHRASES = r"""
    (?:our|this|the|my) (?:web ?site|(?:news )?platform|site|blog|homepage|portal)\b
    our (?:readers?|team|community|journalis(?:m|ts)|reporting|coverage|editors|subscribers|content
    |channels?|app)\b
    (?:growing|online|vibrant) community\b
    visit (?:us|our|\S+ website|[\w ]{1,30}(?:website|now))\b
    (?:un)?subscribe|sign up\b|newsletters?\b|suscrib\w+|abonn(?:ier|ez)\w*
    bookmark\b
    your inbox\b
    (?:contact|about)(?: us)? page\b|contact us\b
    feedback\b|suggestions\b
    get in touch\b|reach out to us\b
    hear from you\b
    reach out\b
    your (?:ultimate|trusted|go-to|number one|one-stop|daily)\b
    (?:trusted|reliable|ultimate|go-to|one-stop) (?:source|destination|platform|hub|guide|shop)\b
    (?:stay|keep(?:s|ing)? (?:you|up)|kept|remain) (?:tuned|informed|updated|up.to.date|connected
    |ahead|in the \w+)\b
    ahead of the curve\b
    (?:never|don't|do not) miss\b
    stay in the (?:know|loop)\b
    check back\b
    (?:breaking|latest|trending|up-to-date|real-time|timely|daily) (?:and \w+ )?(?:news|updates?
    |headlines|stories|topics?|trends|posts?|articles|developments?|content|coverage|information)\b
    welcome to (?:our|your|the)\b
    thanks? (?:you )?for (?:visiting|reading|stopping|joining|subscribing|being)\b
    (?:thousands|millions|hundreds) of (?:readers|subscribers|followers|users|members)\b
    see you (?:next|soon)\b
    (?:join|follow|support|like) (?:us|our)\b
    (?:click|tap) (?:here|below|the)\b
    explore our\b
    (?:carefully|expertly) (?:curated|selected)\b|handpicked\b
    cookies?\b
    privacy policy\b
    become a (?:member|subscriber|supporter|patron)\b
    free trial\b
    independent journalism\b
    (?:committed|dedicated) to (?:keeping|bringing|providing|delivering)\b|we (?:bring|deliver
    |strive|aim)\b
    unsere[nrms]? (?:website|seite|newsletter|leser\w*|redaktion|team|community)\b
    auf dem laufenden\b
    (?:vielen dank|danke) fur (?:ihren|deinen|ihr|dein)\b
    besuchen sie\b
    folgen sie\b
    kontaktseite\b
    nuestr[oa]s? (?:sitio|pagina|web|lectores|equipo|boletin|comunidad|portal)\b
    gracias por (?:visitar|leer)\b
    (?:mantente|mantengase|manten[eg]\w*) (?:informad|al dia)\w*
    siguenos\b
    no te pierdas\b
    (?:notre|nos) (?:site|newsletter|equipe|redaction|page|lecteurs|communaute)\b
    merci (?:d'|de )(?:avoir|votre|visiter)
    restez (?:informe|connecte)\w*
    suivez-nous\b
    n'hesitez pas\b
    bienvenue sur\b
    bienvenid[oa]s? a\b
    """
VOICE = tuple(re.compile(rf"\b(?:{phrase})") for phrase in listed(PHRASES))
ANY = re.compile(rf"\b(?:{'|'.join(listed(PHRASES))})")  # asked first: most texts hold none of them
ADDRESS = re.compile(
    r"\b(?:you|your|yours|we|we'\w+|us|our|me|my|sie|ihre?|ihnen|du|dein\w*|wir|uns|unser\w*|tu|tus|su|sus|te"
    r"|nosotros|nuestr\w+|vous|votre|vos|nous|notre|nos)\b"
)
PROMPT = within(
    r"""
    comments? (?:below|section|box) | (?:in|leave|drop|post|add) (?:the |a |your )?comments?\b
    let us know\b | (?:share|tell us) (?:what you|your|with us|how you)
    share .{0,40}\b(?:thoughts|opinions?|views)\b
    what (?:do you think|are your (?:thoughts|views)|is your (?:opinion|view|take))
    join the (?:conversation|discussion) | in den kommentaren | (?:ihre|deine|eure) meinung
    en los comentarios | (?:tu|su) opinion | dans les commentaires | (?:votre|ton) avis | nei commenti
    nos comentarios
    """
)
PROMPT_WORDS = 60


def voice(folded: str) -> int:
    """How many different phrases of site talk the text holds, if it addresses its reader at all."""
    if not (ADDRESS.search(folded) and ANY.search(folded)):
        return 0
    return sum(pattern.search(folded) is not None for pattern in VOICE)


def asks_for_comment(folded: str) -> bool:
    """ "Tell us in the comments": plausible only at the end of an article."""
    short = len(folded.split()) <= PROMPT_WORDS
    return short and PROMPT.search(folded) is not None and ADDRESS.search(folded) is not None
