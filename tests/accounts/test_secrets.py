"""What lets somebody in is read by nobody else, and does not outlive its use."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import SIGN_IN_KEY, Channel, Role
from accounts.models import Message
from accounts.services import messages as outbox
from accounts.sms import MemoryBackend
from tests.factories.accounts import MessageFactory

pytestmark = pytest.mark.django_db


def code(text="904417 is your code", **fields) -> Message:
    key = fields.pop("key", f"{SIGN_IN_KEY}{Message.objects.count()}")
    row = {"channel": Channel.SMS, "to": "+254712345678", "subject": "", "body": text, "secret": True, **fields}
    return MessageFactory(key=key, **row)


class TestNobodyReadsACode:
    @pytest.mark.parametrize("state", ["queued", "sending", "failed"])
    def test_in_the_list_and_on_its_page(self, as_role, state):
        message = code(state=state)
        client = as_role(Role.OFFICER)
        for url in (reverse("accounts:message-list"), message.get_absolute_url()):
            page = client.get(url).content.decode()
            assert "904417" not in page
            assert "A message about signing in" in page

    def test_it_is_wiped_when_it_is_given_up(self, monkeypatch):
        def broken(message):
            raise OSError

        monkeypatch.setattr(outbox, "_hand_over", broken)
        message = code(attempts=outbox.MAX_ATTEMPTS - 1)
        outbox.deliver_due_messages()
        message.refresh_from_db()
        assert (message.state, message.body) == ("failed", "")


class TestOrder:
    def test_the_oldest_leaves_first(self):
        for n in range(3):
            code(f"{n}", key=f"news-{n}", secret=False)
        outbox.deliver_due_messages()
        assert [text for _to, text in MemoryBackend.sent] == ["0", "1", "2"]

    @pytest.mark.parametrize("stuck", [{}, {"state": "sending", "leased_until": timezone.now() - timedelta(hours=1)}])
    def test_a_code_that_has_ended_is_dropped(self, stuck):
        old = code(queued_at=timezone.now() - timedelta(minutes=11), **stuck)
        new = code("654321 is your code")
        assert outbox.deliver_message.call(old.pk) == "taken"
        outbox.deliver_due_messages()
        assert [text[:6] for _to, text in MemoryBackend.sent] == ["654321"]
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.state, old.error, old.body) == ("failed", "Expired", "")
        assert new.state == "sent"

    def test_an_invitation_waits_for_the_network(self):
        MessageFactory(secret=True, queued_at=timezone.now() - timedelta(days=2))
        assert outbox.deliver_due_messages() == 1
