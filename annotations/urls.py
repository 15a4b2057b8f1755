"""Addresses of what people do with the corpus."""

from django.urls import path

from annotations.views import highlights, library, projects, reading

app_name = "annotations"

article = "projects/<slug:slug>/articles/<slug:uid>/"
highlight = "projects/<slug:slug>/highlights/<slug:uid>/"
note = "projects/<slug:slug>/notes/<slug:uid>/"

urlpatterns = [
    path("projects/new/", projects.new_project, name="new-project"),
    path("projects/<slug:slug>/", library.show_library, name="library"),
    path(article, reading.article, name="article"),
    path(f"{article}paragraphs/<int:first>-<int:last>/", reading.paragraphs, name="paragraphs"),
    path(f"{article}position/", reading.keep_position, name="keep-position"),
    path(f"{article}highlights/", highlights.add_highlight, name="add-highlight"),
    path(highlight, highlights.highlight_panel, name="highlight"),
    path(f"{highlight}taggings/", highlights.add_tagging, name="add-tagging"),
    path(f"{highlight}notes/", highlights.write_note, name="write-note"),
    path(f"{highlight}delete/", highlights.remove_highlight, name="remove-highlight"),
    path(f"{note}edit/", highlights.edit_note, name="edit-note"),
    path(f"{note}delete/", highlights.remove_note, name="remove-note"),
    path("projects/<slug:slug>/taggings/<slug:uid>/delete/", highlights.remove_tagging, name="remove-tagging"),
    path("projects/<slug:slug>/changes/<int:number>/undo/", highlights.undo, name="undo"),
    path("projects/<slug:slug>/codebook.json", reading.codebook, name="palette-codebook"),
]
