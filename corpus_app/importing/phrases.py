"""Lines that web pages put around an article; every pattern is matched against folded text."""

from corpus_app.importing.patterns import whole, within

CONTENTS = whole(
    r"""
    (?:table of )?contents | (?:in|on) this (?:article|page|story) | inhalt(?:sverzeichnis)?
    (?:tabla|indice) de contenidos? | sommaire | table des matieres | sumario | inhoud(?:sopgave)?
    """
)
RELATED = whole(
    r"""
    (?:related|latest|featured|popular|most read|most popular|most viewed|recommended|trending|top
    |recent|similar|other|more|our latest)(?: (?:top|news|recent|popular|related|great
    |blog))? (?:posts?|articles?|stories|news|readings?|reads?|content|coverage|headlines|topics?
    |videos?|updates)(?: (?:from|on|in|about|by|for) .{1,40})?
    (?:most read|most popular|trending(?: now)?|recommended(?: for you)?|up next|read (?:more|next
    |also)|also read|keep reading|what to read next|editors?'?s? picks?|don't miss|see also|related
    |more from .{1,40})
    you (?:may|might) (?:also )?(?:like|enjoy|be interested in).{0,20} | mehr zum thema.{0,40}
    lesen sie auch | das konnte (?:sie|dich) auch interessieren | meistgelesen\w*
    (?:weitere|ahnliche|verwandte|neueste|aktuelle) (?:artikel|beitrage|meldungen|nachrichten
    |themen)
    (?:articulos|noticias|entradas|notas|temas) (?:relacionad[oa]s|recientes)
    (?:tambien )?te puede interesar | lo mas (?:leido|visto) | mas (?:noticias|informacion)
    ultimas noticias | le puede interesar | (?:a lire|lire) (?:aussi|egalement|ensuite)
    (?:\u76f8\u5173|\u63a8\u8350|\u5ef6\u4f38)(?:\u9605\u8bfb|\u65b0\u95fb|\u6587\u7ae0) | \u95a2\u9023\u8a18\u4e8b
    \u0627\u0642\u0631\u0623 \u0623\u064a\u0636[\u064b\u0627]+
    \u0447\u0438\u0442\u0430\u0439\u0442\u0435 \u0442\u0430\u043a\u0436\u0435
    sur le meme (?:sujet|theme) | (?:articles?|les) plus lus
    articles? (?:lies|similaires|recents|associes) | articoli correlati | leggi anche | lees ook
    artigos relacionados | leia (?:tambem|mais) | veja tambem | gerelateerde artikelen | meer nieuws
    """
)
TEASER = whole(
    r"""
    (?:read (?:more|also|next)|also read|see also|related(?: (?:article|story|stories|reading|news))?|more
    |don't miss|watch|lesen sie (?:auch|mehr)|mehr zum thema|lea (?:tambien|mas)|lire (?:aussi|plus)|a lire
    |leggi anche|leia (?:mais|tambem)|lees ook) ?[:|>] ?\S.{0,160}
    """
)
COMMENTS = whole(
    r"""
    (?:leave|post|add|write) a (?:comment|reply)(?: .{1,20})? | comments? \(?\d+\)?
    \d+ (?:comments?|replies) | (?:reader )?comments?(?: section| are closed| closed| off)?
    join the (?:conversation|discussion) | have your say | no comments(?: yet)?
    be the first to comment.{0,20} | view (?:all )?comments
    (?:\d+ )?kommentare?(?: (?:schreiben|verfassen|hinterlassen|\d+))? | schreiben? sie einen kommentar
    (?:deja|dejar|escribe|escribir) (?:un|tu) (?:comentario|respuesta) | (?:\d+ )?comentarios?
    (?:laisser|ecrire|poster) un commentaire | (?:\d+ )?commentaires? | lascia un commento
    \d+ commenti | deixe um comentario | plaats een reactie
    """
)
COMMENT_FORM = within(
    r"""
    email address will not be published | required fields are marked | uses akismet
    comment data is processed | save my name, e-?mail | notify me (?:of|when|by)
    protected by (?:re|h)captcha | post comment\b | (?:log|sign) in to (?:post|leave|comment|reply|join)
    you must be (?:logged|signed) in | cancel reply | e-mail-adresse wird nicht veroffentlicht
    correo electronico no sera publicad | e-mail ne sera pas publiee
    (?:all )?comments (?:are|will be) moderated
    (?:erforderliche felder|campos obligatorios|champs obligatoires)
    """
)
FORM_FIELD = whole(
    r"""
    name | e-?mail(?: address)? | website | comment | submit | reply | your name
    """
)
SHARE = whole(
    r"""
    (?:please )?(?:share|like|print|e-?mail|save|gift|bookmark)(?: (?:this|the|via|on
    |with)(?: \S+){0,4})?
    follow (?:us|me|@\w+)(?: .{1,60})? | (?:auf \w+ )?teilen(?: (?:sie|auf) .{1,30})?
    compart(?:ir|e)(?: .{1,30})? | partager(?: .{1,30})? | condividi(?: .{1,30})?
    siguenos(?: .{1,40})? | suivez-nous(?: .{1,40})? | folgen sie uns(?: .{1,40})? | copy (?:link|url)
    click to (?:share|tweet|print|email).{0,40}
    listen(?: to (?:this )?(?:article|story))?(?: .{1,14})? | print this (?:page|article) | drucken
    imprimer
    """
)
NETWORK_NAMES = (
    "facebook twitter x linkedin whatsapp telegram reddit email e-mail mail print pinterest instagram "
    "tiktok youtube bluesky mastodon threads messenger flipboard pocket tumblr rss copy link share tweet "
    "pin sms viber line xing snapchat and on to via more google news"
)
NETWORKS = frozenset(NETWORK_NAMES.split())
AD = whole(
    r"""
    advert(?:isement|ising|isment|orial)?s? | ads? | sponsored(?: content| by .{1,40}| links?)?
    anzeige | werbung | publicidad | publicite | pubblicita | publicidade | advertentie | promoted
    reklam[ae] | (?:story|article|content|post) continues (?:below|after).{0,40}
    continue reading(?: (?:below|your article|this|the (?:main|full)|with).{0,60})?
    scroll (?:down )?to continue.{0,20}
    skip (?:ad|advertisement|past .{1,40}) | read (?:the )?full (?:story|article)
    """
)
NAVIGATION = whole(
    r"""
    skip to (?:main )?content | back to (?:the )?top | home(?: ?page)? | menu | search | loading
    (?:previous|next|older|newer) (?:post|article|story|page)s?(?:.{0,120})? | (?:about|contact)(?: us)?
    faq | (?:log|sign) ?(?:in|up|out) | register | my account | subscribe(?: now)? | newsletters?
    donate(?: now)? | terms(?: (?:of|and) (?:use|service|conditions))? | privacy(?: (?:policy|notice))?
    cookie (?:policy|settings) | (?:load|show|view|see) (?:more|all) | close | next | previous
    impressum | datenschutz | zuruck | suche | startseite | inicio | accueil | buscar | rechercher
    advertise(?: with us)? | careers | zum inhalt springen | nach oben | anmelden | iniciar sesion
    se connecter
    \d{1,3} ?(?:min(?:ute)?s?|minuten|minutos)\.?(?: (?:de )?(?:read|lesezeit|lectura|lecture))?
    (?:estimated )?reading time.{0,20} | lesezeit.{0,20} | temps de lecture.{0,20}
    tiempo de lectura.{0,20}
    (?:last )?updated (?:at |on )?\d{1,2}[.:h]\d{2}.{0,20}
    """
)
NEWSLETTER = within(
    r"""
    (?:our|unser\w*|nuestr\w+|notre|free|daily|weekly) (?:\w+ ){0,3}newsletters?\b
    subscribe (?:to|now|today|for)\b | sign up (?:to|for|now|today|here)\b
    (?:delivered|straight|sent) .{0,30}your inbox | \babonnier | \bsuscrib | \babonnez | \biscriviti
    download (?:our|the) (?:\w+ )?app\b | (?:join|follow) (?:us|our) (?:on|\w+ channel)
    already a subscriber
    """
)
LEGAL = within(
    r"""
    all rights reserved | alle rechte vorbehalten | (?:todos los )?derechos reservados
    tous droits reserves | todos os direitos | tutti i diritti | copyright (?:\(c\)|c\b|\u00a9|\d{4})
    \(c\) ?\d{4} | may not be (?:published|reproduced|republished)
    (?:this (?:web ?)?site|we|our partners) uses? cookies? | (?:accept|reject|manage) (?:all )?cookies?
    cookie (?:policy|settings|preferences|consent) | (?:our|read the|and the|see the) privacy policy\b
    by (?:using|clicking|continuing|subscribing|signing)\b | privacy policy and .{0,20}terms\b
    (?:wir|diese (?:web)?seite) (?:ver|be)nutz\w+ cookies | utilizamos cookies
    (?:ce site|nous) utilis\w+ (?:des )?cookies | affiliate (?:links|commission)
    """
)
COOKIES = within(r"uses? cookies?\b | accept (?:all )?cookies?")
TAGS = whole(
    r"""
    (?:tags?|tagged(?: (?:with|in|as))?|categor(?:y|ies)|filed (?:under|in)|posted in|keywords|schlagworter
    |schlagworte|etiquetas|mots-cles|categorias|kategorien?) ?[:|] ?\S.{0,200}
    """
)
