"""Frequency tables of codes and themes, asked for in the words of a study."""

from __future__ import annotations
