"""Addresses about people and trust."""

from django.urls import path, re_path

from accounts.views import papers, people, printing, trust

app_name = "accounts"

urlpatterns = [
    path("people/", people.PersonList.as_view(), name="person-list"),
    path("people/invite/", people.PersonInvite.as_view(), name="person-invite"),
    path("people/<int:pk>/", people.PersonDetail.as_view(), name="person-detail"),
    path("people/<int:pk>/roles/", people.PersonRoles.as_view(), name="person-roles"),
    path("people/<int:pk>/invite-again/", people.PersonInviteAgain.as_view(), name="person-invite-again"),
    path("people/<int:pk>/withdraw/", people.PersonWithdraw.as_view(), name="person-withdraw"),
    path("people/<int:pk>/second-factor/", people.PersonSecondFactor.as_view(), name="person-second-factor"),
    path("people/<int:pk>/close/", people.PersonClose.as_view(), name="person-close"),
    path("people/<int:pk>/reopen/", people.PersonReopen.as_view(), name="person-reopen"),
    path("me/", people.Profile.as_view(), name="profile"),
    path("me/password/", people.Password.as_view(), name="password"),
    path("me/calendar/", people.FeedRenew.as_view(), name="feed-renew"),
    path("welcome/<str:token>/", people.InvitationAccept.as_view(), name="invitation-accept"),
    path("log/", trust.ActionList.as_view(), name="action-list"),
    path("messages/", trust.MessageList.as_view(), name="message-list"),
    path("messages/<int:pk>/", trust.MessageDetail.as_view(), name="message-detail"),
    path("concerns/", trust.ConcernList.as_view(), name="concern-list"),
    path("concerns/<int:pk>/", trust.ConcernDetail.as_view(), name="concern-detail"),
    path("concerns/<int:pk>/close/", trust.ConcernClose.as_view(), name="concern-close"),
    path("print/", printing.PrintList.as_view(), name="print-list"),
    path("print/<int:pk>/", printing.PrintDetail.as_view(), name="print-detail"),
    path("print/<int:pk>/papers/", printing.PrintPapers.as_view(), name="print-papers"),
    path("print/<int:pk>/again/", printing.PrintAgain.as_view(), name="print-again"),
    path("print/<int:pk>/cancel/", printing.PrintCancel.as_view(), name="print-cancel"),
    path("print/files/<str:folder>/<str:name>", printing.PrintFile.as_view(), name="print-file"),
    path("print/papers/<int:pk>.pdf", printing.PrintOne.as_view(), name="print-one"),
    path("print/papers/<int:pk>-signed.pdf", printing.PrintOneSigned.as_view(), name="print-one-signed"),
    path("print/numbers/", papers.PaperList.as_view(), name="paper-list"),
    path("print/numbers/<int:pk>/", papers.PaperDetail.as_view(), name="paper-detail"),
    path("print/numbers/<int:pk>/revoke/", papers.PaperRevoke.as_view(), name="paper-revoke"),
    path("verify/<str:token>", trust.VerifyElsewhere.as_view(), name="verify-elsewhere"),
    re_path(r"^[vV]/(?P<token>[A-Za-z0-9-]{1,40})$", trust.Verify.as_view(), name="verify"),  # QR codes hold capitals
    path("language/", trust.SetLanguage.as_view(), name="set-language"),
]
