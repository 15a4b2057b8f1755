"""How pages and articles look for the person: a form of its own, which the reading page shows beside the text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corpus_app import actions
from corpus_app.forms.display import DisplayForm
from corpus_app.views.signing_in import next_place

READER = "Corpus-Reader"  # the header of the reading page's script, which has shown already what it sends


def display(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = DisplayForm(request.user.display, request.POST if posted else None)
    if posted and form.is_valid():
        actions.keep_display(user=request.user, chosen=form.cleaned_data)
        if READER in request.headers:
            return HttpResponse(status=204)
        messages.success(request, "Pages look as you have chosen now, on all your devices.")
        return redirect(next_place(request))
    context = {"form": form, "next": next_place(request)}
    return render(request, "corpus_app/display.html", context, status=422 if posted else 200)
