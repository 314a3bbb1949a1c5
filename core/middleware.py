"""What stands between the server and every page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class Compress(GZipMiddleware):
    """Compresses pages, and leaves alone what can be resumed: a part of a file must be a part of the file itself."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress, unless the answer offers ranges."""
        if response.has_header("Accept-Ranges"):
            return response
        return super().process_response(request, response)
