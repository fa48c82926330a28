/** What an expression can read. */
export interface ExpressionValues {
  inputs: Record<string, string>;
  /** E.g. `ref_name`, `sha`, `actor`. */
  github: Record<string, string>;
}

const EXPRESSION = /\$\{\{\s*(.*?)\s*\}\}/g;
const NAME = /^(?:github\.event\.)?(inputs)\.([\w-]+)$|^(github)\.([\w-]+)$/;

/**
 * Replaces expressions such as `${{ inputs.version }}` and `${{ github.ref_name }}`. An unknown name is empty, as on
 * GitHub; functions and operators throw, since the stand-in has none.
 */
export function renderTemplate(
  template: string,
  values: ExpressionValues,
): string {
  return template.replace(EXPRESSION, (_match, expression: string) => {
    const match = NAME.exec(expression);
    if (!match) {
      throw new Error(
        `The GitHub stand-in cannot evaluate "${expression}". It knows inputs.<name>, github.event.inputs.<name> and github.<name>.`,
      );
    }
    const [, inputs, input, , name] = match;
    return (inputs ? values.inputs[input] : values.github[name]) ?? '';
  });
}
