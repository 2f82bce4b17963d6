// Starts GOV.UK Frontend and our own enhancements. Every page works without this file.

// The page names the other module's address, which carries a hash of its contents: after an upgrade no browser can
// pair an old one with a new one.
const frontend = document.querySelector("link[rel=modulepreload]").href;
import(frontend).then(({ initAll }) => initAll());

// Long work: bring its section up to date with what a reload of the page would show, until the work has ended.
// The status line stays in place and only its words change, because a new live region would not be read out.
const PAUSE = 3000;
const REST = ":scope > :not(h2, [role=status])";

async function refresh(section) {
  const answer = await fetch(section.dataset.kitPoll, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = answer.ok ? page.getElementById(section.id) : null;
  if (!fresh) return;
  const [status, freshStatus] = [section, fresh].map((each) => each.querySelector("[role=status]"));
  if (status.textContent !== freshStatus.textContent) status.textContent = freshStatus.textContent;
  const [bar, freshBar] = [section, fresh].map((each) => each.querySelector("progress"));
  if (bar && freshBar) Object.assign(bar, { max: freshBar.max, value: freshBar.value });
  if (fresh.dataset.kitPoll) return;
  delete section.dataset.kitPoll;
  section.querySelectorAll(REST).forEach((each) => each.remove());
  section.append(...fresh.querySelectorAll(REST));
}

function poll(section) {
  setTimeout(async () => {
    // A try that does not reach the server changes nothing; the next one may.
    await refresh(section).catch(() => {});
    if (section.dataset.kitPoll) poll(section);
  }, PAUSE);
}

document.querySelectorAll("[data-kit-poll]").forEach(poll);
