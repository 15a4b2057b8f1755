"""Page furniture is greyed out, and articles that only sound like it are left alone."""

import pytest

from tests.unit.importing.articles import FISHERMEN, FRENCH, GERMAN, MAYOR, SPANISH, TITLE, VOTE, page
from tests.unit.importing.outline import details, kinds, outline

TAILS = [
    "Leave a Comment",
    "3 Comments",
    "Share this article",
    "Facebook Twitter WhatsApp",
    "Follow us on Instagram",
    "Subscribe to our newsletter",
    "Sign up for our weekly newsletter to get the latest news in your inbox.",
    "© 2025 Harbour Gazette. All rights reserved.",
    "This website uses cookies to improve your experience.",
    "Privacy Policy | Terms of Use",
    "Tags: bridge, council, river",
    "Filed under: Region",
    "Back to top",
    "What do you think of the bridge? Tell us in the comments below!",
    "Thank you for visiting our website, your trusted source for the latest news. Please bookmark it "
    "and check back.",
    "Your email address will not be published. Required fields are marked *",
    "Advertisement",
    "* * *",
]
FOREIGN_TAILS = [
    (GERMAN, "Schreiben Sie einen Kommentar"),
    (GERMAN, "Alle Rechte vorbehalten"),
    (GERMAN, "Anzeige"),
    (GERMAN, "Was meinen Sie? Diskutieren Sie mit uns in den Kommentaren!"),
    (SPANISH, "Deja un comentario"),
    (SPANISH, "Todos los derechos reservados"),
    (SPANISH, "Gracias por visitar nuestra página. Suscríbete a nuestro boletín y mantente informado."),
    (FRENCH, "Laisser un commentaire"),
    (FRENCH, "Tous droits réservés"),
    (FRENCH, "Publicité"),
]


@pytest.mark.parametrize("line", TAILS)
def test_lines_below_the_article_are_furniture(line):
    assert outline(page(TITLE, VOTE, FISHERMEN, MAYOR, line)) == "T B B B X"


@pytest.mark.parametrize(("text", "line"), FOREIGN_TAILS)
def test_lines_below_an_article_in_another_language_are_furniture(text, line):
    assert outline(page(TITLE, text, "Und: " + text, line)).split()[-1] == "X"


@pytest.mark.parametrize(
    "crumb",
    [
        "Home » Region » Council Votes for a New Bridge",
        "Home > News > Region",
        "Startseite \u203a Politik \u203a Inland",
        "Home / Region / Coast",
        "News \u203a Region",
        "World | Politics | Business | Sport",
        "Inicio > Política",
    ],
)
def test_a_path_above_the_title_is_a_breadcrumb(crumb):
    text = page(crumb, TITLE, VOTE, FISHERMEN)
    assert outline(text) == "X T B B"
    assert details(text)[0] == "nav_crumb"


@pytest.mark.parametrize("line", ["Bibliography / References", "He said: 3 > 2", "Bridges and/or Ferries"])
def test_slashes_and_arrows_alone_make_no_breadcrumb(line):
    assert outline(page(TITLE, VOTE, line, FISHERMEN)).split()[2] != "X"


def test_the_site_talking_about_itself_above_the_article_is_furniture():
    text = page(
        TITLE,
        "Welcome to your trusted source for breaking news and in-depth stories from the coast and "
        "beyond, every day.",
        "Our team never sleeps, so that you do not have to wait for the latest updates from our region.",
        TITLE,
        VOTE,
        FISHERMEN,
    )
    assert details(text) == ["", "site_text", "site_text", "title_duplicate", "", ""]


def test_an_article_about_news_and_readers_is_no_furniture():
    first = "Our newspapers are dying, and you can watch it from your window: fewer readers, fewer "
    "reporters, less news."
    last = "We all lose when the last reporter leaves town, and your grandchildren will ask us why "
    "we let it happen."
    assert outline(page("Why Newsletters Are Booming", first, VOTE, FISHERMEN, last)) == "T B B B B"


def test_an_advertisement_amid_the_text_is_furniture():
    assert (
        outline(page(TITLE, VOTE, "Advertisement", FISHERMEN, "Story continues below", MAYOR))
        == "T B X B X B"
    )


def test_a_link_amid_the_text_is_furniture():
    assert outline(page(TITLE, VOTE, "Read more: Ferry Prices Rise Again", FISHERMEN)) == "T B X B"


def test_promotion_amid_the_text_is_furniture():
    promo = "Sign up for our newsletter and get the latest news straight to your inbox. Join us!"
    assert outline(page(TITLE, VOTE, promo, FISHERMEN)) == "T B X B"


def test_a_list_of_related_articles_below_takes_all_that_follows_with_its_dates():
    text = "\n".join(
        (
            TITLE,
            VOTE,
            FISHERMEN,
            MAYOR,
            "Related Posts",
            "-",
            "Ferry Prices Rise",
            "January 3, 2025 -",
            "Old Pier Closes",
            "January 1, 2025",
            "Latest Posts",
            "Fish Market Moves",
            "January 5, 2025",
        )
    )
    assert details(text)[4:] == [
        "related_heading",
        "separator",
        "related_title",
        "related_date",
        "related_title",
        "related_date",
        "related_heading",
        "related_title",
        "related_date",
    ]


def test_related_articles_amid_the_text_end_at_the_next_paragraph():
    text = page(
        TITLE,
        VOTE,
        "Related articles",
        "Ferry Prices Rise",
        "Old Pier Closes",
        FISHERMEN,
        MAYOR,
        VOTE + " So it is.",
    )
    assert outline(text) == "T B X X X B B B"


def test_readers_comments_below_their_heading_are_furniture():
    text = page(
        TITLE,
        VOTE,
        FISHERMEN,
        MAYOR,
        "2 Comments",
        "fishbone says:",
        "This is a disgrace for all of us here.",
    )
    assert outline(text) == "T B B B X X X"


def test_form_fields_between_furniture_are_furniture():
    text = page(TITLE, VOTE, FISHERMEN, "Leave a reply", "Name *", "Your favourite fish", "Post Comment")
    assert outline(text) == "T B B X X X X"


def test_a_table_of_contents_names_the_headings_below():
    text = "\n".join(
        (TITLE, "Table of Contents", "1. The Vote", "2. The River", "The Vote", VOTE, "The River", FISHERMEN)
    )
    assert outline(text) == "T X X X H B H B"


def test_a_contents_heading_without_contents_takes_nothing_with_it():
    assert outline("\n".join((TITLE, "Contents", "The Vote", VOTE, "The River", FISHERMEN))) == "T X H B H B"


def test_dotted_lines_with_page_numbers_are_contents():
    text = page(
        TITLE,
        "Contents",
        "The Vote ........ 1",
        "The River ........ 4",
        "The Vote",
        VOTE,
        "2",
        "The River",
        FISHERMEN,
    )
    assert outline(text) == "T X X X H B X H B"


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7 of 12", "Seite 7", "[7]", "7/12"])
def test_page_numbers_are_furniture(number):
    assert outline(page(TITLE, VOTE, number, FISHERMEN)) == "T B X B"


def test_a_lone_dash_separates_and_a_dash_with_text_is_a_list_item():
    assert (
        outline("\n".join((TITLE, VOTE, "-", "- one thing", "- another thing", FISHERMEN))) == "T B X L L B"
    )


def test_furniture_keeps_its_text_and_says_why():
    assert kinds(page(TITLE, VOTE, FISHERMEN, "Leave a Comment"))["Leave a Comment"] == "X"


def test_a_single_line_is_never_furniture():
    assert outline("Subscribe to our newsletter") == "B"


def test_titles_with_dates_of_their_own_at_the_end_are_other_articles_under_any_heading():
    tail = ("From our harbour desk", "Gulls win again", "3 May 2025", "Crane sold for scrap", "28 April 2025")
    assert outline(page(TITLE, VOTE, FISHERMEN, MAYOR, *tail)) == "T B B B X X X X X"


def test_a_chronology_in_the_article_is_no_list_of_other_articles():
    years = ("The bridge opens", "3 May 1962", "The crane arrives", "28 April 1971")
    assert outline(page(TITLE, VOTE, FISHERMEN, MAYOR, *years, VOTE)).endswith("B")
    assert "X" not in outline(page(TITLE, VOTE, FISHERMEN, MAYOR, *years, VOTE))


def test_share_buttons_stand_below_a_standfirst_too():
    assert outline(page(TITLE, VOTE, "Share this", FISHERMEN, MAYOR)) == "T B X B B"
