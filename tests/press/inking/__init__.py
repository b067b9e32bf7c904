"""Tests of formulir.press.inking."""
