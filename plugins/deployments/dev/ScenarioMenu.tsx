import { SCENARIOS } from './scenarios';

const KEY = 'slipway-dev-scenario';

/** The chosen scenario. Each window has its own. */
export function readScenario(): string {
  const name = window.sessionStorage.getItem(KEY) ?? '';
  return name in SCENARIOS ? name : 'full';
}

/** Chooses what the backend answers. Reloads the page, so that nothing of the previous answers remains. */
export function ScenarioMenu() {
  return (
    <label
      style={{
        position: 'fixed',
        zIndex: 2000,
        right: 8,
        top: 8,
        padding: '4px 8px',
        border: '1px solid',
        borderRadius: 4,
        background: 'Canvas',
        color: 'CanvasText',
      }}
    >
      Data:{' '}
      <select
        defaultValue={readScenario()}
        onChange={({ target }) => {
          window.sessionStorage.setItem(KEY, target.value);
          window.location.reload();
        }}
      >
        {Object.keys(SCENARIOS).map(name => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
