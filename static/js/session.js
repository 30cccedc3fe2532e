/*
 * The end of the session, told before it comes and where one types: a line at the foot of the window.
 *
 * While somebody types, the session is kept alive; ten minutes before it ends it can be made to go on. Once it has
 * ended, the line offers to sign in in another window, and goes away when that was done, whether or not one comes back
 * to this window: every page that opens tells the others that there is a session. Tokens are read anew when a form is
 * sent, so that saving, uploading and submitting go on. `portal:signed-out` on the document says that a script was
 * refused, `portal:answered` that it was not, `portal:signed-in` that it may try again.
 */
(() => {
  "use strict";

  const { portal } = window;
  const { user, sessionLeft, sessionUrl, signInUrl } = document.body.dataset;

  // --- the token of the present session ---------------------------------------------------------
  // Signing in again, in another window, changes the token; a form's own is that of its page.
  portal.token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  window.addEventListener(
    "submit",
    (event) => {
      const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
      if (field && portal.token()) field.value = portal.token();
    },
    true,
  );
  document.addEventListener("htmx:configRequest", (event) => {
    if (portal.token()) event.detail.headers["X-CSRFToken"] = portal.token();
  });
  if (!user) return;

  const AHEAD = 10 * 60 * 1000;
  const ASK_EVERY = 60 * 1000;
  const RENEW_EVERY = 10 * 60 * 1000;
  const clock = (time) =>
    new Date(time).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

  let ends = Date.now() + Number(sessionLeft) * 1000;
  let asked = Date.now();
  let renewed = Date.now();
  let timer;

  // --- the line -----------------------------------------------------------------------------------
  const line = document.createElement("div");
  line.className = "session-line";
  line.setAttribute("role", "alert");
  line.hidden = true;
  document.body.append(line);
  const show = (text, ...acts) => {
    if (line.dataset.said === text) return;
    line.dataset.said = text;
    const words = document.createElement("p");
    words.textContent = text;
    line.replaceChildren(words, ...acts);
    line.hidden = false;
  };
  const hide = () => {
    line.hidden = true;
    delete line.dataset.said;
  };
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn go small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };
  const signIn = () => {
    const made = document.createElement("a");
    made.className = "btn go small";
    made.href = signInUrl;
    made.target = "_blank";
    made.textContent = "在新窗口登录";
    return made;
  };

  const ended = () => show("登录已失效。您填写的内容还在这一页：请在新窗口登录，再回到这里继续保存或提交。", signIn());
  const follow = () => {
    clearTimeout(timer);
    const left = ends - Date.now();
    if (left <= 0) return ended();
    if (left <= AHEAD) show(`登录将在 ${clock(ends)} 失效，到时要重新登录才能提交。`, button("继续使用", () => ask(true)));
    else hide();
    // Longer waits than a day overflow the browsers' timers.
    timer = setTimeout(left > AHEAD ? follow : () => ask(), Math.min(left > AHEAD ? left - AHEAD : left, 24 * 3600 * 1000));
  };

  /** Asks whether the session goes on; `on` lets it last its whole time again. */
  const ask = async (on = false) => {
    asked = Date.now();
    let state;
    try {
      const answer = await fetch(sessionUrl, {
        method: on ? "POST" : "GET",
        credentials: "same-origin",
        headers: { "X-CSRFToken": portal.token(), Accept: "application/json" },
      });
      // Without a session there is no token either.
      state = answer.status === 403 ? { user: null, left: 0 } : await answer.json();
    } catch {
      return; // no connection: nothing is known, and what is typed is kept
    }
    if (state.user === null) {
      ends = 0;
      ended();
    } else if (String(state.user) !== user) {
      ends = 0;
      show("这个浏览器已用另一个账号登录。请在新窗口退出，再用原来的账号登录，然后回到这里继续。", signIn());
    } else {
      if (ends <= Date.now()) document.dispatchEvent(new Event("portal:signed-in"));
      ends = Date.now() + state.left * 1000;
      if (on) renewed = Date.now();
      follow();
    }
  };

  document.addEventListener("input", () => {
    if (Date.now() - renewed > RENEW_EVERY && ends > Date.now()) {
      renewed = Date.now();
      ask(true);
    } else if (Date.now() - asked > ASK_EVERY) ask();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("input, select, textarea") && Date.now() - asked > ASK_EVERY) ask();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask();
  });
  window.addEventListener("focus", () => {
    if (!line.hidden) ask();
  });
  document.addEventListener("portal:signed-out", () => ask());
  document.addEventListener("portal:answered", () => {
    if (ends <= Date.now()) ask();
  });
  const windows = new BroadcastChannel("portal-session");
  windows.addEventListener("message", () => {
    if (ends <= Date.now()) ask();
  });
  windows.postMessage("opened");
  follow();
})();
