"""Puts the sample's own outline in the place of the laboratory's."""

from ui import outline

outline.LESSONS = tuple(
    outline.Lesson(page, title, f"What is on {title}?", group, title)
    for page, title, group in (
        ("home", "Sample", ""),
        ("controls", "Controls", "First"),
        ("other", "Other", "Second"),
        ("charts", "Charts", "Second"),
        ("failing", "Failing", "Second"),
        ("patience", "Patience", "Second"),
    )
)
