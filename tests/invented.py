"""Plainly invented holders, issues and stances, as people write them."""

from __future__ import annotations

VOCABULARY = """\
entities:
- {id: acme, name: Acme Example Lab, type: Lab, country: FR, aliases: [Acme, Example Labs]}
- {id: bolt, name: Bolt Example Works, type: Company, country: US}
- {id: carla, name: Carla Sample, type: Person, affiliation: acme, role: founder}
- {id: daily, name: The Daily Example, type: Publication}
issues:
- id: release
  label: Should example models be released?
  short: Example release
  positions:
  - {id: yes-all, label: all of them, summary: Release every one}
  - {id: some, label: some, summary: Release a few}
  - {id: none, label: none, summary: Release none}
  opposed: [[yes-all, none]]
arguments:
- {id: cheap, label: it is cheap, summary: Costs less., supports: [yes-all, some]}
- {id: dear, label: it is dear, summary: Costs more., supports: [none]}
"""

RECORD = """\
source:
  id: daily-2024
  title: The example labs take sides
  publisher: daily
  url: https://daily.example/2024
  kind: secondary
  author: A. Writer
  published: 2024-05
cites:
- {id: acme-blog, marker: '1', title: Our plan, publisher: acme, published: '2024'}
stances:
- id: acme-open
  holder: acme
  issue: release
  position: yes-all
  mode: says
  hedged: true
  date: 2024-04
  reported_by: daily
  primary_source: acme-blog
  quote: We will release them all, we think
  because: [cheap]
  summary: Acme says that it will release all.
- id: bolt-closed
  holder: bolt
  issue: release
  position: none
  mode: does
  hedged: false
  date: '2024-05-02'
  summary: Bolt released none.
"""

LATER = """\
source: {id: daily-2025, title: Acme turns, publisher: daily, kind: secondary, published: 2025-01-31}
stances:
- id: acme-closed
  holder: acme
  issue: release
  position: none
  mode: does
  date: 2025-01-30
  reported_by: daily
  summary: Acme released none this time.
"""
