from portfolios.views.afterwards import trace_archive, trace_correct, trace_restore
from portfolios.views.portfolio import trace_detail, trace_file, trace_list, trace_versions
from portfolios.views.projects import project_edit, thesis_edit
from portfolios.views.reading import (
    annotation_new,
    annotation_remove,
    annotation_reply,
    reading_list,
    trace_opened,
    trace_read,
)
from portfolios.views.submitting import trace_attach, trace_continue, trace_submit
from portfolios.views.writing import trace_edit, trace_flags, trace_new

__all__ = [
    "annotation_new",
    "annotation_remove",
    "annotation_reply",
    "project_edit",
    "reading_list",
    "thesis_edit",
    "trace_archive",
    "trace_attach",
    "trace_continue",
    "trace_correct",
    "trace_detail",
    "trace_edit",
    "trace_file",
    "trace_flags",
    "trace_list",
    "trace_new",
    "trace_opened",
    "trace_read",
    "trace_restore",
    "trace_submit",
    "trace_versions",
]
