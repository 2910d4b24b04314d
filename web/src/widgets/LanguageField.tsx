import { Languages } from 'lucide-react';

import { isLanguage, LANGUAGES } from '../lib/language';
import { toast } from '../stores/toasts';
import { changeLanguage, languageNames, strings, useLanguage, useStrings } from '../strings';
import { SelectField } from '../ui/SelectField';

const options = LANGUAGES.map((language) => ({
  value: language,
  label: languageNames[language],
  lang: language,
}));

/** Chooses the language of the interface, which changes at once. */
export function LanguageField() {
  const t = useStrings();
  const language = useLanguage();
  return (
    <SelectField
      label={t.settings.language}
      icon={Languages}
      options={options}
      value={language}
      onChange={(value) => {
        if (!isLanguage(value)) return;
        changeLanguage(value).catch(() => toast(strings().settings.languageFailed, 'danger'));
      }}
    />
  );
}
