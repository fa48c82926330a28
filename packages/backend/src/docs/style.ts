/** The layout of a page. TechDocs adds the portal's colours and fonts, as properties and for `.md-typeset`. */
export const style = `
.docs-layout {
  --md-typeset-font-size: 1rem;
  display: grid;
  grid-template-columns: 15rem minmax(0, 1fr) 13rem;
  gap: 2rem;
  align-items: start;
  color: var(--md-default-fg-color);
  font-size: var(--md-typeset-font-size);
  line-height: 1.6;
}
.docs-nav, .docs-contents {
  position: sticky;
  top: 0;
  max-height: 100vh;
  overflow-y: auto;
  font-size: 0.9em;
}
.docs-layout nav ul { list-style: none; margin: 0; padding: 0; }
.docs-layout nav ul ul { padding-left: 1em; }
.docs-layout nav a, .docs-layout nav summary {
  display: block;
  padding: 0.25em 0;
  color: inherit;
  text-decoration: none;
  cursor: pointer;
}
.docs-layout nav summary { display: list-item; }
.docs-layout nav a:hover, .docs-layout nav a:focus-visible { text-decoration: underline; }
.docs-layout nav a[aria-current] { color: var(--md-typeset-a-color); font-weight: bold; }
.docs-contents p { margin: 0 0 0.5em; font-weight: bold; }
.md-typeset { max-width: 55em; overflow-wrap: break-word; }
.md-typeset h1 { margin-top: 0; }
.md-typeset h2, .md-typeset h3, .md-typeset h4 { margin: 1.6em 0 0.6em; }
.md-typeset a { color: var(--md-typeset-a-color); text-decoration: underline; }
.md-typeset img { max-width: 100%; height: auto; }
.md-typeset table { display: block; overflow-x: auto; border-collapse: collapse; }
.md-typeset th, .md-typeset td { padding: 0.4em 0.8em; text-align: left; vertical-align: top; }
.md-typeset code {
  padding: 0.1em 0.3em;
  border-radius: 3px;
  background: var(--md-code-bg-color);
  color: var(--md-code-fg-color);
  font-size: 0.9em;
}
.md-typeset pre {
  padding: 0.8em 1em;
  border-radius: 4px;
  background: var(--md-code-bg-color);
  overflow-x: auto;
}
.md-typeset pre code { padding: 0; background: none; }
@media (max-width: 80rem) {
  .docs-layout { grid-template-columns: 14rem minmax(0, 1fr); }
  .docs-contents { display: none; }
}
@media (max-width: 50rem) {
  .docs-layout { display: block; }
  .docs-nav { position: static; max-height: 16rem; margin-bottom: 1.5rem; }
}
`;
