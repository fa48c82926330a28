import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';
import {
  createTheme,
  makeStyles,
  ThemeProvider,
  type Theme as MuiTheme,
} from '@material-ui/core/styles';
import { withTheme } from '@rjsf/core';
import { Theme } from '@rjsf/material-ui';
import {
  ariaDescribedByIds,
  errorId,
  getInputProps,
  type BaseInputTemplateProps,
  type DescriptionFieldProps,
  type FieldErrorProps,
  type FieldTemplateProps,
  type ObjectFieldTemplateProps,
  type RJSFSchema,
  type RJSFValidationError,
} from '@rjsf/utils';
import { customizeValidator } from '@rjsf/validator-ajv8';
import { linearRegExp } from '@slipway/backstage-plugin-deployments-common/regexp';
import { useEffect, useMemo, useState } from 'react';
import { deploymentsTranslationRef } from '../../translation';
import { errorsAt, type InputMistake } from './inputMistakes';

const Form = withTheme(Theme);

/** Matches patterns as the server does, in linear time: a slow one would freeze the tab. */
const validator = customizeValidator({
  ajvOptionsOverrides: { code: { regExp: linearRegExp } },
});

const useStyles = makeStyles(
  theme => ({
    inputs: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
    },
  }),
  { name: 'SlipwayInputsForm' },
);

/** The fields look like the dialog's own; the form's library has no setting for it. */
function likeTheDialog(theme: MuiTheme): MuiTheme {
  return createTheme({
    ...theme,
    props: {
      ...theme.props,
      MuiTextField: { variant: 'outlined', margin: 'dense' },
    },
  });
}

function Inputs({ properties }: ObjectFieldTemplateProps) {
  const classes = useStyles();
  return (
    <div className={classes.inputs}>
      {properties.map(({ name, content }) => (
        <div key={name}>{content}</div>
      ))}
    </div>
  );
}

function Input(props: FieldTemplateProps) {
  const { children, description, displayLabel, errors, hidden } = props;
  return (
    <FormControl fullWidth hidden={hidden}>
      {children}
      {displayLabel && description}
      {errors}
    </FormControl>
  );
}

function Description({ id, description }: DescriptionFieldProps) {
  return description ? (
    <FormHelperText id={id} variant="outlined" component="div">
      {description}
    </FormHelperText>
  ) : null;
}

function InputErrors({ errors = [], idSchema }: FieldErrorProps) {
  return errors.length > 0 ? (
    <FormHelperText
      id={errorId(idSchema)}
      variant="outlined"
      error
      role="alert"
    >
      {errors}
    </FormHelperText>
  ) : null;
}

const BaseInput = Theme.templates?.BaseInputTemplate;

/** The library names description and error on the frame around a field, where nobody who cannot see hears of them. */
function TextInput(props: BaseInputTemplateProps) {
  const { id, type, schema, options } = props;
  const { step, min, max } = getInputProps(schema, type, options);
  return BaseInput ? (
    <BaseInput
      {...props}
      inputProps={{
        step,
        min,
        max,
        'aria-describedby': ariaDescribedByIds(id),
      }}
    />
  ) : null;
}

const TEMPLATES = {
  BaseInputTemplate: TextInput,
  FieldTemplate: Input,
  DescriptionFieldTemplate: Description,
  FieldErrorTemplate: InputErrors,
};

const UI_SCHEMA = {
  'ui:submitButtonOptions': { norender: true },
  // What lies within an input keeps its heading.
  'ui:ObjectFieldTemplate': Inputs,
};

/** The inputs that a golden path asks for. Loaded only when one does: forms by schema are heavy. */
export default function InputsForm(props: {
  schema: RJSFSchema;
  value: Record<string, unknown> | undefined;
  /** What the server finds wrong. */
  mistakes: InputMistake[];
  onChange(value: Record<string, unknown>): void;
  /** Told whenever it changes, and at first. */
  onValid(valid: boolean): void;
}) {
  const { schema, value, mistakes, onChange, onValid } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());

  const valid = useMemo(
    () => validator.isValid(schema, value ?? {}, schema),
    [schema, value],
  );
  useEffect(() => onValid(valid), [valid, onValid]);

  /** Nobody is told that they were wrong about what they have not come to yet. */
  const wordsFor = (errors: RJSFValidationError[]) =>
    errors
      .filter(({ property = '' }) =>
        left.has(`inputs${property.replaceAll('.', '_')}`),
      )
      .map(error => ({
        ...error,
        ...(error.name === 'required' && { message: t('inputs.required') }),
        ...(error.name === 'pattern' && { message: t('inputs.pattern') }),
      }));

  return (
    <ThemeProvider theme={likeTheDialog}>
      <Form
        tagName="div"
        idPrefix="inputs"
        schema={schema}
        uiSchema={UI_SCHEMA}
        templates={TEMPLATES}
        formData={value}
        validator={validator}
        liveValidate
        showErrorList={false}
        transformErrors={wordsFor}
        // The form looks at errors anew when data changes, not when a function does.
        formContext={{ left: [...left] }}
        // What the browser's check finds as well is said once.
        extraErrors={valid ? errorsAt(mistakes) : undefined}
        onBlur={id => setLeft(before => new Set(before).add(id))}
        onChange={({ formData }) => onChange(formData ?? {})}
      />
    </ThemeProvider>
  );
}
