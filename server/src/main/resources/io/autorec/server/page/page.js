// Keeps the token of this tab, and sends it with the requests of the page.
"use strict";
(() => {
  const KEY = "autorec-token";
  document.documentElement.classList.add("scripted");
  const form = document.getElementById("token");
  const forget = document.getElementById("forget");

  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = sessionStorage.getItem(KEY);
    if (token) {
      event.detail.headers.Authorization = "Bearer " + token;
    }
  });

  // Closed with the server, or by it: nothing to show but that.
  document.body.addEventListener("htmx:sendError", () => {
    document.getElementById("said").textContent = "the server does not answer";
  });

  if (!form) {
    return;
  }

  // The form stays in the page, hidden, while its token is accepted.
  const open = async () => {
    const answer = await fetch("/", {
      headers: { Authorization: "Bearer " + sessionStorage.getItem(KEY), "HX-Request": "true" },
    });
    if (!answer.ok) {
      sessionStorage.removeItem(KEY);
      const why = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("refused").textContent = why.body.textContent.trim();
      return;
    }
    htmx.swap("#content", await answer.text(), { swapStyle: "innerHTML" });
    forget.hidden = false;
    document.getElementById("q")?.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem(KEY, document.getElementById("secret").value.trim());
    open();
  });

  forget.addEventListener("click", () => {
    sessionStorage.removeItem(KEY);
    location.reload();
  });

  if (sessionStorage.getItem(KEY)) {
    open();
  }
})();
