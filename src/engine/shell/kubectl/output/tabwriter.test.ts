import { expect, it } from "vitest";
import { alignTabs, DESCRIBE_STYLE, TABLE_STYLE } from "./tabwriter.ts";

it("makes a column as wide as its widest cell, and leaves what follows the last tab alone", () => {
  expect(alignTabs("NAME\tAGE\na-long-name\t5s\n", TABLE_STYLE)).toBe("NAME          AGE\na-long-name   5s\n");
});

it("begins a column anew after a line that does not have it", () => {
  const text = "Name:\tweb\nContainers:\n  c:\n    Image:\tnginx\n    Port:\t80\n";
  expect(alignTabs(text, DESCRIBE_STYLE)).toBe("Name:  web\nContainers:\n  c:\n    Image:  nginx\n    Port:   80\n");
});

it("never makes a remembered column narrower", () => {
  const remembered: number[] = [];
  alignTabs("a-long-name\t5s\n", { ...TABLE_STYLE, remembered });
  expect(alignTabs("b\t6s\n", { ...TABLE_STYLE, remembered })).toBe("b             6s\n");
});
