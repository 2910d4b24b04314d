/** Sample CSV file for the import. Its columns have the same names in every language. */
export const SAMPLE_CSV = `text,category,difficulty,minutes,points,notes
"What is an index, and what does it cost?",Databases,medium,5,"b-tree; slower writes; clustered index","Ask for an example from their work."
How do two transactions disturb each other?,Databases,hard,10,"dirty read
lost update
isolation level",
Tell me about a bug you are proud of.,,easy,,,
`;
