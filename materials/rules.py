"""Who may do what with a booklet."""

from accounts.rules import can_read_numbers, is_officer
from core.access import signed_in

can_read_booklets = signed_in
can_write_booklets = is_officer
can_publish_booklets = is_officer
can_see_downloads = can_read_numbers
