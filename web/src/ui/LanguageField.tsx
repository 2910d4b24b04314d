import { Languages } from 'lucide-react';

import { isLanguage, LANGUAGES } from '../lib/language';
import { changeLanguage, languageNames, strings, useLanguage, useStrings } from '../strings';
import { SelectField } from './SelectField';
import { toast } from './toast';

const options = LANGUAGES.map((language) => ({
  value: language,
  label: languageNames[language],
  lang: language,
}));

/** Which language the interface speaks; it changes at once, and nothing else does. */
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
