// Walks all text that a person sees and finds what lies on other text or is cut off.
import type { Page } from "@playwright/test";

/** How many pieces of text are seen, and what is wrong with them, a line each: "overlap: A | B", "cut: A". */
export function faultsOfText(page: Page): Promise<{ readonly texts: number; readonly faults: readonly string[] }> {
  return page.evaluate(() => {
    type Seen = { readonly text: string; readonly element: Element; readonly rect: DOMRect };
    const FREE = 1.5;

    /** Scrolled text may be cut by what scrolls it; an ellipsis says itself that there is more. */
    const clips = (element: Element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return {
        x: overflowX !== "visible",
        y: overflowY !== "visible",
        scrolls: /auto|scroll/.test(overflowX + overflowY),
      };
    };

    /** The part of a box that its ancestors let be seen. */
    const visiblePart = (element: Element, rect: DOMRect) => {
      let [left, top, right, bottom] = [rect.left, rect.top, rect.right, rect.bottom];
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const clip = clips(at);
        if (!clip.x && !clip.y) continue;
        const box = at.getBoundingClientRect();
        if (clip.x) [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        if (clip.y) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };

    const isSeen = (element: Element, { left, top, width, height }: DOMRect) => {
      if (width < 2 || height < 2 || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
        return false;
      if (element.closest(".hidden-text, .skip-link, .monaco-editor, .xterm, select, [inert]")) return false;
      const on = document.elementFromPoint(left + width / 2, top + height / 2);
      // Drawn things that no pointer reaches (labels, the packet's chip) are seen all the same.
      const isTouchable = getComputedStyle(element).pointerEvents !== "none";
      return !isTouchable || (on !== null && (element.contains(on) || on.contains(element)));
    };

    const hasMore = (element: Element) => {
      for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none" || clips(at).scrolls) return true;
        if (at.classList.contains("react-flow")) return true;
      }
      return false;
    };

    const seen: Seen[] = [];
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? "";
      if (element === null || text === "") continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const part = visiblePart(element, rect);
        if (!isSeen(element, part)) continue;
        const isCut = rect.width - part.width > FREE || rect.height - part.height > 4;
        if (isCut && !hasMore(element)) faults.push(`cut: ${text}`);
        seen.push({ text, element, rect: part });
      }
    }
    /** Glyph boxes are higher than letters: lines may touch. */
    const overlaps = (a: DOMRect, b: DOMRect) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) * 0.3;
    /** What lies over the drawing on a ground of its own covers it on purpose. */
    const layer = (element: Element) =>
      element.closest(
        ".chip, .mark-nat, .mark-reject, .selects__label, .canvas__tools, .minimap, .tooltip, .menu, .hovercard",
      ) ?? document.body;
    seen.forEach((a, index) => {
      for (const b of seen.slice(index + 1)) {
        if (a.element === b.element || layer(a.element) !== layer(b.element)) continue;
        if (overlaps(a.rect, b.rect)) faults.push(`overlap: ${a.text} | ${b.text}`);
      }
    });
    return { texts: seen.length, faults: [...new Set(faults)] };
  });
}
