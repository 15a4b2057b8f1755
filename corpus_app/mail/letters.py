"""What our mails say. The first line of a template is its subject."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from corpus_app import links
from corpus_app.models import InvitationState, Letter, User


def written(letter: Letter) -> EmailMessage | None:
    """The mail, or None where there is no longer anything to say to this address."""
    contents = WRITERS[Letter.Kind(letter.kind)](letter)
    if contents is None:
        return None
    subject, _, body = render_to_string(f"corpus_app/mail/{letter.kind}.txt", contents).strip().partition("\n")
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[letter.to])
    message.extra_headers["Auto-Submitted"] = "auto-generated"  # no answer from who is on holiday
    return message


def reset(letter: Letter) -> dict[str, object] | None:
    """Who asked is looked up only now, so that asking takes the same time whether or not there is an account."""
    user = User.objects.filter(email=letter.to.lower(), is_active=True).first()
    return user and {"name": user.display_name, "link": links.reset_link(user), "site": settings.SITE_URL}


def invitation(letter: Letter) -> dict[str, object] | None:
    if letter.invitation.state != InvitationState.OPEN:
        return None
    return {"invitation": letter.invitation, "link": links.invitation_link(letter.invitation)}


def sign_up(letter: Letter) -> dict[str, object]:
    user = User.objects.filter(email=letter.to.lower()).first()
    sign_in, reset = (links.absolute(reverse(name)) for name in ("sign-in", "ask-reset"))
    link = links.sign_up_link(letter.to)
    return {"user": user, "link": link, "sign_in": sign_in, "reset": reset, "site": settings.SITE_URL}


WRITERS = {Letter.Kind.RESET: reset, Letter.Kind.INVITATION: invitation, Letter.Kind.SIGN_UP: sign_up}
