"""How web pages speak around an article; patterns are matched against folded text, so they carry no accents."""

import re


def _whole(*patterns: str) -> re.Pattern[str]:
    """Any of the patterns, from the first to the last letter, whatever signs stand at the ends."""
    return re.compile(r"[\W_]*(?:" + "|".join(patterns) + r")[\W_]*")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")")


CONTENTS = _whole(
    r"(?:table of )?contents",
    r"(?:in|on) this (?:article|page|story)",
    r"inhalt(?:sverzeichnis)?",
    r"(?:tabla|indice) de contenidos?",
    r"sommaire",
    r"table des matieres",
    r"sumario",
    r"inhoud(?:sopgave)?",
)
RELATED = _whole(
    r"(?:related|latest|featured|popular|most read|most popular|most viewed|recommended|trending|top|recent|similar"
    r"|other|more|our latest)(?: (?:top|news|recent|popular|related|great|blog))?"
    r" (?:posts?|articles?|stories|news|readings?|reads?|content|coverage|headlines|topics?|videos?|updates)"
    r"(?: (?:from|on|in|about|by|for) .{1,40})?",
    r"(?:most read|most popular|trending(?: now)?|recommended(?: for you)?|up next|read (?:more|next|also)|also read"
    r"|keep reading|what to read next|editors?'?s? picks?|don't miss|see also|related|more from .{1,40})",
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in).{0,20}",
    r"mehr zum thema.{0,40}",
    r"lesen sie auch",
    r"das konnte (?:sie|dich) auch interessieren",
    r"meistgelesen\w*",
    r"(?:weitere|ahnliche|verwandte|neueste|aktuelle) (?:artikel|beitrage|meldungen|nachrichten|themen)",
    r"(?:articulos|noticias|entradas|notas|temas) (?:relacionad[oa]s|recientes)",
    r"(?:tambien )?te puede interesar",
    r"lo mas (?:leido|visto)",
    r"mas (?:noticias|informacion)",
    r"ultimas noticias",
    r"le puede interesar",
    r"(?:a lire|lire) (?:aussi|egalement|ensuite)",
    r"sur le meme (?:sujet|theme)",
    r"(?:articles?|les) plus lus",
    r"articles? (?:lies|similaires|recents|associes)",
    r"articoli correlati",
    r"leggi anche",
    r"lees ook",
    r"artigos relacionados",
    r"leia (?:tambem|mais)",
    r"veja tambem",
    r"gerelateerde artikelen",
    r"meer nieuws",
)
TEASER = re.compile(
    r"[\W_]*(?:read (?:more|also|next)|also read|see also|related(?: (?:article|story|stories|reading|news))?|more"
    r"|don't miss|watch|lesen sie (?:auch|mehr)|mehr zum thema|lea (?:tambien|mas)|lire (?:aussi|plus)|a lire"
    r"|leggi anche|leia (?:mais|tambem)|lees ook) ?[:|>] ?\S.{0,160}"
)
COMMENTS = _whole(
    r"(?:leave|post|add|write) a (?:comment|reply)(?: .{1,20})?",
    r"comments? \(?\d+\)?",
    r"\d+ (?:comments?|replies)",
    r"(?:reader )?comments?(?: section| are closed| closed| off)?",
    r"join the (?:conversation|discussion)",
    r"have your say",
    r"no comments(?: yet)?",
    r"be the first to comment.{0,20}",
    r"view (?:all )?comments",
    r"(?:\d+ )?kommentare?(?: (?:schreiben|verfassen|hinterlassen|\d+))?",
    r"schreiben? sie einen kommentar",
    r"(?:deja|dejar|escribe|escribir) (?:un|tu) (?:comentario|respuesta)",
    r"(?:\d+ )?comentarios?",
    r"(?:laisser|ecrire|poster) un commentaire",
    r"(?:\d+ )?commentaires?",
    r"lascia un commento",
    r"\d+ commenti",
    r"deixe um comentario",
    r"plaats een reactie",
)
COMMENT_FORM = _any(
    r"email address will not be published",
    r"required fields are marked",
    r"uses akismet",
    r"comment data is processed",
    r"save my name, e-?mail",
    r"notify me (?:of|when|by)",
    r"protected by (?:re|h)captcha",
    r"post comment\b",
    r"(?:log|sign) in to (?:post|leave|comment|reply|join)",
    r"you must be (?:logged|signed) in",
    r"cancel reply",
    r"e-mail-adresse wird nicht veroffentlicht",
    r"correo electronico no sera publicad",
    r"e-mail ne sera pas publiee",
    r"(?:all )?comments (?:are|will be) moderated",
    r"(?:erforderliche felder|campos obligatorios|champs obligatoires)",
)
FORM_FIELD = _whole(
    r"name", r"e-?mail(?: address)?", r"website", r"comment", r"submit", r"reply", r"your name"
)
COMMENT_PROMPT = _any(
    r"comments? (?:below|section|box)",
    r"(?:in|leave|drop|post|add) (?:the |a |your )?comments?\b",
    r"let us know\b",
    r"(?:share|tell us) (?:what you|your|with us|how you)",
    r"share .{0,40}\b(?:thoughts|opinions?|views)\b",
    r"what (?:do you think|are your (?:thoughts|views)|is your (?:opinion|view|take))",
    r"join the (?:conversation|discussion)",
    r"in den kommentaren",
    r"(?:ihre|deine|eure) meinung",
    r"en los comentarios",
    r"(?:tu|su) opinion",
    r"dans les commentaires",
    r"(?:votre|ton) avis",
    r"nei commenti",
    r"nos comentarios",
)
SHARE = _whole(
    r"(?:please )?(?:share|like|print|e-?mail|save|gift|bookmark)(?: (?:this|the|via|on|with)(?: \S+){0,4})?",
    r"follow (?:us|me|@\w+)(?: .{1,60})?",
    r"(?:auf \w+ )?teilen(?: (?:sie|auf) .{1,30})?",
    r"compart(?:ir|e)(?: .{1,30})?",
    r"partager(?: .{1,30})?",
    r"condividi(?: .{1,30})?",
    r"siguenos(?: .{1,40})?",
    r"suivez-nous(?: .{1,40})?",
    r"folgen sie uns(?: .{1,40})?",
    r"copy (?:link|url)",
    r"click to (?:share|tweet|print|email).{0,40}",
    r"listen(?: to (?:this )?(?:article|story))?(?: .{1,14})?",
    r"print this (?:page|article)",
    r"drucken",
    r"imprimer",
)
NETWORK_NAMES = (
    "facebook twitter x linkedin whatsapp telegram reddit email e-mail mail print pinterest instagram tiktok youtube "
    "bluesky mastodon threads messenger flipboard pocket tumblr rss copy link share tweet pin sms viber line xing "
    "snapchat and on to via more google news"
)
NETWORKS = frozenset(NETWORK_NAMES.split())
AD = _whole(
    r"advert(?:isement|ising|isment|orial)?s?",
    r"ads?",
    r"sponsored(?: content| by .{1,40}| links?)?",
    r"anzeige",
    r"werbung",
    r"publicidad",
    r"publicite",
    r"pubblicita",
    r"publicidade",
    r"advertentie",
    r"promoted",
    r"reklam[ae]",
    r"(?:story|article|content|post) continues (?:below|after).{0,40}",
    r"continue reading(?: below.{0,40})?",
    r"scroll (?:down )?to continue.{0,20}",
    r"skip (?:ad|advertisement|past .{1,40})",
    r"read (?:the )?full (?:story|article)",
)
NAVIGATION = _whole(
    r"skip to (?:main )?content",
    r"back to (?:the )?top",
    r"home(?: ?page)?",
    r"menu",
    r"search",
    r"loading",
    r"(?:previous|next|older|newer) (?:post|article|story|page)s?(?:.{0,120})?",
    r"(?:about|contact)(?: us)?",
    r"faq",
    r"(?:log|sign) ?(?:in|up|out)",
    r"register",
    r"my account",
    r"subscribe(?: now)?",
    r"newsletters?",
    r"donate(?: now)?",
    r"terms(?: (?:of|and) (?:use|service|conditions))?",
    r"privacy(?: (?:policy|notice))?",
    r"cookie (?:policy|settings)",
    r"(?:load|show|view|see) (?:more|all)",
    r"close",
    r"next",
    r"previous",
    r"impressum",
    r"datenschutz",
    r"zuruck",
    r"suche",
    r"startseite",
    r"inicio",
    r"accueil",
    r"buscar",
    r"rechercher",
    r"advertise(?: with us)?",
    r"careers",
    r"zum inhalt springen",
    r"nach oben",
    r"anmelden",
    r"iniciar sesion",
    r"se connecter",
    r"\d{1,3} ?(?:min(?:ute)?s?|minuten|minutos)\.?(?: (?:de )?(?:read|lesezeit|lectura|lecture))?",
    r"(?:estimated )?reading time.{0,20}",
    r"lesezeit.{0,20}",
    r"temps de lecture.{0,20}",
    r"tiempo de lectura.{0,20}",
)
NEWSLETTER = _any(
    r"(?:our|unser\w*|nuestr\w+|notre|free|daily|weekly) (?:\w+ ){0,3}newsletters?\b",
    r"subscribe (?:to|now|today|for)\b",
    r"sign up (?:to|for|now|today|here)\b",
    r"(?:delivered|straight|sent) .{0,30}your inbox",
    r"\babonnier",
    r"\bsuscrib",
    r"\babonnez",
    r"\biscriviti",
    r"download (?:our|the) (?:\w+ )?app\b",
    r"(?:join|follow) (?:us|our) (?:on|\w+ channel)",
    r"already a subscriber",
)
LEGAL = _any(
    r"all rights reserved",
    r"alle rechte vorbehalten",
    r"(?:todos los )?derechos reservados",
    r"tous droits reserves",
    r"todos os direitos",
    r"tutti i diritti",
    r"copyright (?:\(c\)|c\b|\u00a9|\d{4})",
    r"\(c\) ?\d{4}",
    r"may not be (?:published|reproduced|republished)",
    r"(?:this (?:web ?)?site|we|our partners) uses? cookies?",
    r"(?:accept|reject|manage) (?:all )?cookies?",
    r"cookie (?:policy|settings|preferences|consent)",
    r"(?:our|read the|and the|see the) privacy policy\b",
    r"by (?:using|clicking|continuing|subscribing|signing)\b",
    r"privacy policy and .{0,20}terms\b",
    r"(?:wir|diese (?:web)?seite) (?:ver|be)nutz\w+ cookies",
    r"utilizamos cookies",
    r"(?:ce site|nous) utilis\w+ (?:des )?cookies",
    r"affiliate (?:links|commission)",
)
TAGS = re.compile(
    r"[\W_]*(?:tags?|tagged(?: (?:with|in|as))?|categor(?:y|ies)|filed (?:under|in)|posted in|keywords|schlagworter"
    r"|schlagworte|etiquetas|mots-cles|categorias|kategorien?) ?[:|] ?\S.{0,200}"
)
# The voice of a site about itself; a single phrase proves nothing, several in one paragraph do.
VOICE = tuple(
    re.compile(r"\b(?:" + pattern + ")")
    for pattern in (
        r"(?:our|this|the|my) (?:web ?site|(?:news )?platform|site|blog|homepage|portal)\b",
        r"our (?:readers?|team|community|journalis(?:m|ts)|reporting|coverage|editors|subscribers|content|channels?|app)\b",
        r"(?:growing|online|vibrant) community\b",
        r"visit (?:us|our|\S+ website|[\w ]{1,30}(?:website|now))\b",
        r"(?:un)?subscribe|sign up\b|newsletters?\b|suscrib\w+|abonn(?:ier|ez)\w*",
        r"bookmark\b",
        r"your inbox\b",
        r"(?:contact|about)(?: us)? page\b|contact us\b",
        r"feedback\b|suggestions\b",
        r"get in touch\b|reach out to us\b",
        r"hear from you\b",
        r"reach out\b",
        r"your (?:ultimate|trusted|go-to|number one|one-stop|daily)\b",
        r"(?:trusted|reliable|ultimate|go-to|one-stop) (?:source|destination|platform|hub|guide|shop)\b",
        r"(?:stay|keep(?:s|ing)? (?:you|up)|kept|remain) (?:tuned|informed|updated|up.to.date|connected|ahead|in the \w+)\b",
        r"ahead of the curve\b",
        r"(?:never|don't|do not) miss\b",
        r"stay in the (?:know|loop)\b",
        r"check back\b",
        r"(?:breaking|latest|trending|up-to-date|real-time|timely|daily) (?:and \w+ )?(?:news|updates?|headlines|stories"
        r"|topics?|trends|posts?|articles|developments?|content|coverage|information)\b",
        r"welcome to (?:our|your|the)\b",
        r"thanks? (?:you )?for (?:visiting|reading|stopping|joining|subscribing|being)\b",
        r"(?:thousands|millions|hundreds) of (?:readers|subscribers|followers|users|members)\b",
        r"see you (?:next|soon)\b",
        r"(?:join|follow|support|like) (?:us|our)\b",
        r"(?:click|tap) (?:here|below|the)\b",
        r"explore our\b",
        r"(?:carefully|expertly) (?:curated|selected)\b|handpicked\b",
        r"cookies?\b",
        r"privacy policy\b",
        r"become a (?:member|subscriber|supporter|patron)\b",
        r"free trial\b",
        r"independent journalism\b",
        r"(?:committed|dedicated) to (?:keeping|bringing|providing|delivering)\b|we (?:bring|deliver|strive|aim)\b",
        r"unsere[nrms]? (?:website|seite|newsletter|leser\w*|redaktion|team|community)\b",
        r"auf dem laufenden\b",
        r"(?:vielen dank|danke) fur (?:ihren|deinen|ihr|dein)\b",
        r"besuchen sie\b",
        r"folgen sie\b",
        r"kontaktseite\b",
        r"nuestr[oa]s? (?:sitio|pagina|web|lectores|equipo|boletin|comunidad|portal)\b",
        r"gracias por (?:visitar|leer)\b",
        r"(?:mantente|mantengase|manten[eg]\w*) (?:informad|al dia)\w*",
        r"siguenos\b",
        r"no te pierdas\b",
        r"(?:notre|nos) (?:site|newsletter|equipe|redaction|page|lecteurs|communaute)\b",
        r"merci (?:d'|de )(?:avoir|votre|visiter)",
        r"restez (?:informe|connecte)\w*",
        r"suivez-nous\b",
        r"n'hesitez pas\b",
        r"bienvenue sur\b",
        r"bienvenid[oa]s? a\b",
    )
)
ADDRESS = re.compile(
    r"\b(?:you|your|yours|we|we'\w+|us|our|me|my|sie|ihre?|ihnen|du|dein\w*|wir|uns|unser\w*|tu|tus|su|sus|te|nosotros"
    r"|nuestr\w+|vous|votre|vos|nous|notre|nos)\b"
)
