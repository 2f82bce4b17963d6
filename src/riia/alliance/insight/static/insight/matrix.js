// Moving about a matrix with the arrow keys: one tab stop for its cells, Home and End for the ends of a row, with Ctrl
// for the corners. Without this file every cell's link is its own tab stop, and everything still works.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function start(matrix) {
  const rows = [...matrix.querySelectorAll("tbody tr:not(.kit-matrix__group)")];
  const grid = rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("a")));
  const links = grid.flat().filter(Boolean);
  if (!links.length) return;
  links.forEach((link, place) => (link.tabIndex = place ? -1 : 0));

  const place = (link) => {
    const row = grid.findIndex((cells) => cells.includes(link));
    return [row, grid[row].indexOf(link)];
  };
  const go = (link) => {
    links.forEach((each) => (each.tabIndex = each === link ? 0 : -1));
    link.focus();
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  // The next cell in a direction that has a link: empty cells are passed over.
  const next = ([row, column], [down, right]) => {
    for (let r = row + down, c = column + right; grid[r] && c >= 0 && c < grid[r].length; r += down, c += right)
      if (grid[r][c]) return grid[r][c];
    return null;
  };

  matrix.addEventListener("keydown", (event) => {
    const link = event.target.closest("td a");
    if (!link || event.altKey || event.metaKey || event.shiftKey) return;
    const here = place(link);
    const row = grid[here[0]].filter(Boolean);
    let target = null;
    if (STEPS[event.key] && !event.ctrlKey) target = next(here, STEPS[event.key]);
    else if (event.key === "Home") target = event.ctrlKey ? links[0] : row[0];
    else if (event.key === "End") target = event.ctrlKey ? links.at(-1) : row.at(-1);
    else return;
    event.preventDefault();
    if (target) go(target);
  });
  matrix.addEventListener("focusin", (event) => {
    const link = event.target.closest("td a");
    if (link) links.forEach((each) => (each.tabIndex = each === link ? 0 : -1));
  });
}

document.querySelectorAll(".kit-matrix").forEach(start);
