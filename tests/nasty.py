"""Paragraphs that make trouble for markup and for offsets; Python and the browser must agree on every one."""

TEXTS = (
    "Tom & Jerry &amp; <b>bold</b> &lt;i&gt; &#39;x&#39; &notin; \"double\" 'single' "
    "\u201ccurly\u201d \u2018quotes\u2019",
    "<script>alert(1)</script> </p></div></section> <!-- no comment --> ]]> <style>*{}</style>",
    "  two  spaces, a\u00a0hard one, a\u2009thin one\tand a tab  ",
    "first line\nsecond line\n\nfourth line",
    "🚲👩\u200d👩\u200d👧\u200d👦🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f🇪🇪"
    " \U0001d54f\U0001d4b4 𠀀",
    "e\u0301 o\u0302\u0301 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u034al\u0325g\u032c\u0321o\u0323",
    "שלום עולם, مرحبا بالعالم \u202bmixed\u202c \u2067one\u2069 two",
    "สวัสดีชาวโลก नमस्ते दुनिया 日本語の文章",
    "soft\u00adhyphen zero\u200bwidth word\u2060joiner \ufeffmark object\ufffc \u2028line \u2029paragraph",
    "={{ 7*7 }} {% now 'Y' %} ${x} `y` \\n \\u0041 %s",
)
