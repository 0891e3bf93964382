"""Exports: exactly the statements of a search, in its order, in any format, as a download."""

from __future__ import annotations

import re
import unicodedata

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from onrecord.errors import NotFoundError
from onrecord.export import FORMATS, Format, export
from onrecord.web import asking, urls, wording
from onrecord.web.answering import house
from onrecord.web.asking import Asked

_LONGEST = 60


def exported(request: Request) -> Response:
    """Send what a search shows as a file; it is written while it is sent."""
    form, asked = request.path_params["form"], asking.asked(request.query_params)
    if form not in FORMATS:
        raise NotFoundError(f"there is no format {form[:40]!r}; take one of {', '.join(FORMATS)}")
    pieces = export(house(request).record, form, asked.only, asked.words, base=urls.base(request))
    headers = {"content-disposition": f'attachment; filename="{file_name(asked, FORMATS[form])}"'}
    if request.method == "HEAD":
        return Response(headers=headers, media_type=FORMATS[form].media_type)
    return StreamingResponse(pieces, headers=headers, media_type=FORMATS[form].media_type)


def file_name(asked: Asked, form: Format) -> str:
    """Return what the file is called: the search in words, of letters, digits and hyphens alone."""
    said = wording.in_words(asked.only, asked.words)
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
    return f"onrecord-{slug or 'statements'}.{form.extension}"
