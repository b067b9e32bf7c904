"""Attachments: an untrusted file judged and made safe in a child process."""
