"""Who may do what with the register."""

from accounts.choices import Role
from accounts.rules import has_role, is_officer

can_see_register = has_role(Role.OFFICER, Role.DIRECTOR, Role.VIEWER, Role.FACILITATOR)
can_see_school = has_role(Role.OFFICER, Role.DIRECTOR, Role.VIEWER, Role.FACILITATOR, Role.TEACHER)
can_edit_register = is_officer
can_see_contacts = has_role(Role.OFFICER, Role.DIRECTOR, Role.FACILITATOR)
