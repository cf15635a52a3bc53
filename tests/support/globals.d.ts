// Names that the tests put into the global scope of a page; for the type check only.

/** Returns the drafts on this phone as one text; `newPhone` adds it to every page. */
declare var qandasTestDrafts: () => Promise<string>;

/** Reports a violation of the content security policy to the phone of the test. */
declare var qandasTestViolation: (text: string) => void;

/** Reports a title and an address of the page to the test. */
declare var qandasTestRendered: (page: { title: string; address: string }) => void;

/** The clock of the browser, kept while a shifted one replaces it. */
declare var qandasTestDate: DateConstructor;
