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
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { toErrorSchema, type InputMistake } from './inputMistakes';

const Form = withTheme(Theme);

/** Matches patterns in linear time, as the server does; a slow pattern would freeze the tab. */
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

/** Makes the fields look like the dialog's own, because the form library has no setting for it. */
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

/** The library puts description and error on the frame around a field, where screen readers don't read them. */
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
  // Nested inputs keep their heading.
  'ui:ObjectFieldTemplate': Inputs,
};

/** The path to a value. For a missing top-level value there is no leading dot. */
function parseKeys(property = ''): string[] {
  return property.split('.').filter(Boolean);
}

/** The form's label of a field. */
function findTitle(schema: RJSFSchema, keys: string[]): string {
  let at: unknown = schema;
  for (const key of keys) {
    const properties: unknown =
      typeof at === 'object' && at !== null && 'properties' in at
        ? at.properties
        : undefined;
    at =
      typeof properties === 'object' && properties !== null
        ? Object.entries(properties).find(([name]) => name === key)?.[1]
        : undefined;
  }
  return typeof at === 'object' &&
    at !== null &&
    'title' in at &&
    typeof at.title === 'string'
    ? at.title
    : keys.join('.');
}

/** A form for a golden path's inputs. Loaded lazily, because schema forms are large. */
export default function InputsForm(props: {
  schema: RJSFSchema;
  value: Record<string, unknown> | undefined;
  /** The server's complaints. */
  mistakes: InputMistake[];
  onChange(value: Record<string, unknown>): void;
  /** Receives the problems of each field as sentences, initially and on every change. */
  onProblems(problems: string[]): void;
}) {
  const { schema, value, mistakes, onChange, onProblems } = props;
  const { t } = useTranslation();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());

  const describeChange = useCallback(
    (error: RJSFValidationError): RJSFValidationError => ({
      ...error,
      ...(error.name === 'required' && { message: t('inputs.required') }),
      ...(error.name === 'pattern' && { message: t('inputs.pattern') }),
    }),
    [t],
  );
  const errors = useMemo(
    () =>
      validator
        .validateFormData(value ?? {}, schema)
        .errors.map(describeChange),
    [schema, value, describeChange],
  );
  const valid = errors.length === 0;
  useEffect(() => {
    onProblems(
      errors.map(({ property, message, stack }) => {
        const keys = parseKeys(property);
        return keys.length > 0 && message
          ? t('inputs.problem', {
              field: findTitle(schema, keys),
              problem: message,
            })
          : stack;
      }),
    );
  }, [errors, schema, t, onProblems]);

  /** Errors of a field only show after the person has visited it. */
  const formatErrors = (all: RJSFValidationError[]) =>
    all
      .filter(({ property }) =>
        left.has(['inputs', ...parseKeys(property)].join('_')),
      )
      .map(describeChange);

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
        transformErrors={formatErrors}
        // The form updates errors when data changes, not when a function does.
        formContext={{ left: [...left] }}
        // Problems that the browser finds as well are shown once.
        extraErrors={valid ? toErrorSchema(mistakes) : undefined}
        onBlur={id => setLeft(before => new Set(before).add(id))}
        onChange={({ formData }) => onChange(formData ?? {})}
      />
    </ThemeProvider>
  );
}
