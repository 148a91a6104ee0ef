"""The demo's mailbox shows what Rondom mailed, as its receiver reads it."""

from django.core.mail import EmailMessage

from tests.browse import words


def test_it_is_empty_then_holds_what_was_mailed_the_newest_first(client, settings, tmp_path, db):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert "Nothing was mailed yet." in words(client.get("/demo/postvak/", headers={"accept-language": "en"}))
    for subject in ("De eerste één", "De tweede"):
        EmailMessage(
            subject, "Lees hier: http://127.0.0.1/vraag/x/", "rondom@demo.example", ["a@b.example"]
        ).send()
    page = client.get("/demo/postvak/")
    said = words(page)
    assert "De eerste één" in said
    assert "De tweede" in said
    assert 'href="http://127.0.0.1/vraag/x/"' in page.content.decode()
