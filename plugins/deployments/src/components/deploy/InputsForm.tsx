import { withTheme } from '@rjsf/core';
import { Theme } from '@rjsf/material-ui';
import type { RJSFSchema } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';

const Form = withTheme(Theme);

/** The inputs that a golden path asks for. Loaded only when one does: forms by schema are heavy. */
export default function InputsForm(props: {
  schema: RJSFSchema;
  value: Record<string, unknown>;
  onChange(value: Record<string, unknown>, valid: boolean): void;
}) {
  const { schema, value, onChange } = props;
  return (
    <Form
      tagName="div"
      idPrefix="inputs"
      schema={schema}
      formData={value}
      validator={validator}
      liveValidate
      showErrorList={false}
      uiSchema={{ 'ui:submitButtonOptions': { norender: true } }}
      onChange={({ formData, errors }) =>
        onChange(formData ?? {}, errors.length === 0)
      }
    />
  );
}
