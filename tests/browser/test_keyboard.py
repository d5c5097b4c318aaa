"""From start to end without a mouse."""

from __future__ import annotations

from tests.browser.conftest import answer_after

FOCUSED = """() => {
  let each = document.activeElement;
  while (each && each.shadowRoot) each = each.shadowRoot.activeElement;
  return each;
}"""


def focused(page) -> str:
    """What has the focus, in words."""
    return page.evaluate(
        f"() => {{ const each = ({FOCUSED})(); return each ? each.textContent.trim() || each.id : '' }}"
    )


def test_a_whole_talk(chat) -> None:
    """Tab reaches everything in reading order, Enter presses and sends, and the focus is never lost or hidden."""
    page = chat("fr")
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        assert page.evaluate(
            f"() => {{ const each = ({FOCUSED})(); const box = each.getBoundingClientRect();"
            " const root = each.getRootNode();"
            " const at = root.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));"
            " return each.contains(at) || (at && at.contains(each)) }"
        ), f"{seen[-1]} is covered"
        if seen[-1] == "text":
            break
    page.keyboard.type("sheet 2")
    page.keyboard.press("Enter")
    answer = answer_after(page, 1)

    assert seen[0] == "Quitter vite"
    assert seen[-1] == "text"
    assert len(seen) == len(set(seen))
    assert answer
    assert focused(page) == "text"


def test_a_pressed_choice_keeps_the_focus(chat) -> None:
    """The next Tab goes on from the choice that was pressed."""
    page = chat("fr")
    choice = page.locator(".choices button").first
    choice.focus()
    page.keyboard.press("Enter")
    answer_after(page, 1)

    assert choice.inner_text() == focused(page)


def test_another_language_keeps_the_focus(chat) -> None:
    """Choosing a language by key redraws the page around the button, which keeps the focus."""
    page = chat("fr")
    page.locator("#to-en").focus()
    page.keyboard.press("Enter")

    assert focused(page) == "English"
    assert page.locator("section.app").get_attribute("lang") == "en"


def test_shift_enter_begins_a_line(chat) -> None:
    """Enter sends, Shift and Enter do not, and Shift in writing is no wish to leave."""
    page = chat("en")
    page.locator("textarea").focus()
    page.keyboard.press("Shift+A")
    page.keyboard.press("Shift+B")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+C")

    assert "A\nB"[0] == page.locator("textarea").input_value()[0]
    assert page.locator(".turn.you").count() == 0
    assert "boussole" in page.content().lower()
