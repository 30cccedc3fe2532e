/*
 * The wall turns by itself and takes new figures by htmx. Arrows turn it, the space bar pauses it, F fills the screen.
 * An ended session or a lost connection is said above what was there last; both are asked again until they are over.
 */
(() => {
  "use strict";

  const EACH = 20_000; // how long a page stays
  const OLD = 10 * 60_000; // figures that are older than this are said to be old
  const IDLE = 4_000;
  const notice = document.getElementById("wall-notice");
  const pauseButton = document.querySelector("[data-wall=pause]");
  let at = 1;
  let paused = false;
  let since = Date.now();
  let fresh = Date.now();
  let idle;

  const turns = () => [...document.querySelectorAll(".wall-turn")];

  const show = (number) => {
    const all = turns();
    at = ((number - 1 + all.length) % all.length) + 1;
    all.forEach((turn, place) => {
      turn.hidden = place + 1 !== at;
    });
    document.querySelectorAll("[data-wall-go]").forEach((dot) => {
      if (Number(dot.dataset.wallGo) === at) dot.setAttribute("aria-current", "true");
      else dot.removeAttribute("aria-current");
    });
    const name = document.querySelector("[data-wall-name]");
    if (name) name.textContent = `${all[at - 1].getAttribute("aria-label")} ${at} / ${all.length}${paused ? " · 已暂停" : ""}`;
    since = Date.now();
  };

  const pause = () => {
    paused = !paused;
    pauseButton.setAttribute("aria-pressed", String(paused));
    pauseButton.textContent = paused ? "继续 空格" : "暂停 空格";
    show(at);
  };

  const full = () => {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    done?.catch(() => say("浏览器不允许全屏，请用 F11。"));
  };

  const say = (text, link) => {
    notice.hidden = !text;
    notice.textContent = text;
    if (!link) return;
    const to = document.createElement("a");
    to.href = link;
    to.textContent = "重新登录";
    notice.append(" ", to);
  };

  const CLOCK = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" };
  const time = (moment) => new Date(moment).toLocaleTimeString("zh-CN", CLOCK);
  const acts = { back: () => show(at - 1), next: () => show(at + 1), pause, full };
  const keys = { ArrowLeft: "back", PageUp: "back", ArrowRight: "next", PageDown: "next", " ": "pause", f: "full", F: "full" };

  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    // The space bar on a button or link is its own.
    if (event.key === " " && event.target.closest("button, a")) return;
    event.preventDefault();
    acts[act]();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-wall]");
    const dot = event.target.closest("[data-wall-go]");
    if (button) acts[button.dataset.wall]();
    if (!dot) return;
    event.preventDefault();
    show(Number(dot.dataset.wallGo));
  });

  document.addEventListener("mousemove", () => {
    document.body.classList.add("is-moved");
    clearTimeout(idle);
    idle = setTimeout(() => document.body.classList.remove("is-moved"), IDLE);
  });

  document.body.addEventListener("htmx:afterSwap", () => {
    fresh = Date.now();
    say("");
    const kept = since;
    show(Math.min(at, turns().length));
    since = kept;
  });

  document.body.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status === 401 || status === 403) say(`登录已过期，画面停在 ${time(fresh)}。`, document.body.dataset.signInUrl);
    else say(`服务暂时没有响应（${status}），画面停在 ${time(fresh)}，会自动重试。`);
  });

  document.body.addEventListener("htmx:sendError", () => say(`网络中断，画面停在 ${time(fresh)}，会自动重试。`));

  // What came in place of the wall, such as a page of sign-in, is not put there.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseText.includes('id="wall"')) event.detail.shouldSwap = false;
  });

  setInterval(() => {
    if (!paused && Date.now() - since >= EACH) show(at + 1);
    if (notice.hidden && Date.now() - fresh > OLD) say(`已超过 10 分钟没有更新，画面停在 ${time(fresh)}。`);
  }, 1_000);

  const first = turns().findIndex((turn) => !turn.hidden);
  if (first >= 0) show(first + 1);
})();
