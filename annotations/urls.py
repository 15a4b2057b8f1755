"""Addresses of what people do with the corpus."""

from django.urls import path

from annotations.views import (
    changes,
    codebook,
    edges,
    export,
    highlights,
    library,
    live,
    occurrences,
    palette,
    passages,
    projects,
    reading,
    undo,
    work,
)

app_name = "annotations"

article = "projects/<slug:slug>/articles/<slug:uid>/"
highlight = "projects/<slug:slug>/highlights/<slug:uid>/"
tag = "projects/<slug:slug>/tags/<slug:uid>/"
note = "projects/<slug:slug>/notes/<slug:uid>/"

urlpatterns = [
    path("projects/new/", projects.new_project, name="new-project"),
    path("projects/<slug:slug>/", library.show_library, name="library"),
    path(article, reading.article, name="article"),
    path(f"{article}paragraphs/<int:first>-<int:last>/", reading.paragraphs, name="paragraphs"),
    path("projects/<slug:slug>/live/", live.follow_project, name="follow-project"),
    path(f"{article}live/", live.follow_article, name="follow-article"),
    path(f"{article}followed/", live.show_followed, name="followed"),
    path(f"{article}notes/<int:first>-<int:last>/", reading.notes, name="notes"),
    path(f"{article}notes/of/<slug:highlight>/", reading.notes_around, name="notes-around"),
    path(f"{article}legend/", reading.show_legend, name="legend"),
    path(f"{article}position/", reading.keep_position, name="keep-position"),
    path(f"{article}finished/", reading.finish_reading, name="finish-reading"),
    path(f"{article}skipped/", work.skip_article, name="skip-article"),
    path(f"{article}highlights/", highlights.add_highlight, name="add-highlight"),
    path(highlight, highlights.highlight_panel, name="highlight"),
    path(f"{article}highlights/again/", palette.add_highlight_again, name="add-highlight-again"),
    path(f"{article}speaker/<int:start>-<int:end>/", palette.show_speaker, name="speaker"),
    path(f"{highlight}taggings/again/", palette.add_taggings_again, name="add-taggings-again"),
    path(f"{tag}pin/", palette.pin_tag, name="pin-tag"),
    path(f"{highlight}taggings/", highlights.add_tagging, name="add-tagging"),
    path(f"{highlight}notes/", highlights.write_note, name="write-note"),
    path(f"{highlight}delete/", highlights.remove_highlight, name="remove-highlight"),
    path(f"{highlight}edges/", edges.move_edges, name="move-edges"),
    path(f"{highlight}split/", edges.split_highlight, name="split-highlight"),
    path(f"{highlight}merge/", edges.merge_highlights, name="merge-highlights"),
    path(f"{note}edit/", highlights.edit_note, name="edit-note"),
    path(f"{note}delete/", highlights.remove_note, name="remove-note"),
    path("projects/<slug:slug>/taggings/<slug:uid>/delete/", highlights.remove_tagging, name="remove-tagging"),
    path("projects/<slug:slug>/history/", changes.show_changes, name="changes"),
    path("projects/<slug:slug>/changes/<int:number>/restore/", changes.restore, name="restore"),
    path("projects/<slug:slug>/changes/<int:number>/undo/", undo.undo, name="undo"),
    path("projects/<slug:slug>/work/", work.show_work, name="work"),
    path("projects/<slug:slug>/work/change/", work.change_work, name="change-work"),
    path("projects/<slug:slug>/work/deal/", work.deal_work, name="deal-work"),
    path("projects/<slug:slug>/annotations.csv", export.export, name="export"),
    path("projects/<slug:slug>/export/", export.choose_export, name="export-page"),
    path("projects/<slug:slug>/tags/", codebook.show_codebook, name="codebook"),
    path(tag, passages.show_tag, name="tag"),
    path(f"{tag}edit/", codebook.edit_tag, name="edit-tag"),
    path(f"{tag}archive/", codebook.archive_tag, name="archive-tag"),
    path("projects/<slug:slug>/facets/new/", codebook.add_facet, name="add-facet"),
    path("projects/<slug:slug>/facets/<slug:uid>/tags/", codebook.add_tag, name="add-tag"),
    path("projects/<slug:slug>/occurrences/", occurrences.code_occurrences, name="occurrences"),
    path("projects/<slug:slug>/passages/", passages.show_passages, name="passages"),
    path("projects/<slug:slug>/codebook.json", reading.codebook, name="palette-codebook"),
]
