/** Loads the page again. Nothing on it may be used any more, not even until then. */
export function startAnew() {
  document.body.inert = true;
  document.body.style.visibility = 'hidden';
  window.location.reload();
}
