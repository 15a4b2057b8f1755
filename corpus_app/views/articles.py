"""Correcting what is known about an article, and removing it with a way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from corpus_app import access, actions
from corpus_app.access import Permission
from corpus_app.actions.seen import EditedMeanwhile
from corpus_app.forms.details import DetailsForm
from corpus_app.live.cursors import name_of
from corpus_app.models import Article
from corpus_app.pages.article_table import own_fields


def edit_article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.ADD_ARTICLES)
    posted = request.method == "POST"
    own = own_fields(article.project, request.user)
    form = DetailsForm(request.POST if posted else None, own=own, article=article)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            actions.correct_metadata(article=article, actor=request.user, **form.said())
        except EditedMeanwhile as refusal:
            form.tell(refusal, DetailsForm(own=own, article=article))
            status = 409
        else:
            messages.success(request, "The details have been saved.", extra_tags=undo_address(request, article))
            return redirect("annotations:article", slug, uid)
    context = {
        "project": article.project,
        "article": article,
        "form": form,
        "sources": Article.objects.visible_to(request.user).filter(project=article.project).sources(),
        "may_manage": access.may(article.project, Permission.MANAGE),
    }
    return render(request, "corpus_app/edit_article.html", context, status=status)


@require_POST
def remove_article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.MANAGE)
    actions.remove_article(article=article, actor=request.user)
    messages.success(request, f"Removed: {article}", extra_tags=undo_address(request, article))
    return redirect("annotations:library", slug)


def undo_address(request: HttpRequest, article: Article) -> str:
    """Where the toast's Undo button posts to; it travels in the message's extra tags."""
    name = name_of(request.user, article.project, article.change.number)
    return reverse("annotations:undo", args=[article.project.slug, name])
