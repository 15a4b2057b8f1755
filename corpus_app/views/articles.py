"""Correcting what is known about an article, and removing it with a way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from corpus_app import access, actions
from corpus_app.access import Permission
from corpus_app.forms.details import DetailsForm
from corpus_app.models import Article
from corpus_app.pages.article_table import own_fields


def edit_article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.ADD_ARTICLES)
    posted = request.method == "POST"
    own = own_fields(article.project, request.user)
    form = DetailsForm(request.POST if posted else None, own=own, article=article)
    if posted and form.is_valid():
        actions.correct_metadata(article=article, actor=request.user, **form.said())
        messages.success(request, "The details have been saved.", extra_tags=undo_address(article))
        return redirect("annotations:article", slug, uid)
    context = {
        "project": article.project,
        "article": article,
        "form": form,
        "sources": Article.objects.visible_to(request.user).filter(project=article.project).sources(),
        "may_manage": access.may(article.project, Permission.MANAGE),
    }
    return render(request, "corpus_app/edit_article.html", context, status=422 if posted else 200)


@require_POST
def remove_article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.MANAGE)
    actions.remove_article(article=article, actor=request.user)
    messages.success(request, f"Removed: {article}", extra_tags=undo_address(article))
    return redirect("annotations:library", slug)


def undo_address(article: Article) -> str:
    """Where the toast's Undo button posts to; it travels in the message's extra tags."""
    return reverse("annotations:undo", args=[article.project.slug, article.change.number])
