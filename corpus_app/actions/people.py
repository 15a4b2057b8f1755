"""Making an account and changing one's own. No Change: people stand outside of projects and their diaries."""

from corpus_app.models import User


def add_user(*, email: str, display_name: str, password: str) -> User:
    return User.objects.create_user(email, password, display_name=display_name)


def rename_user(*, user: User, display_name: str) -> User:
    user.display_name = display_name
    user.save(update_fields=["display_name"])
    return user


def change_password(*, user: User, password: str) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
