//! The texts that the forms need, by their keys in `locales/`.

/// Passes the list of all messages to a macro, each as its name and its key: the name is that of the app's `Msg`.
#[macro_export]
macro_rules! form_phrases {
    ($take:ident) => {
        $take! {
            AnswerYes "answer.yes",
            AnswerNo "answer.no",
            AnswersWritten "answers.written",
            AnswersNoDocument "answers.no_document",
            AnswersPages "answers.pages",
            BasisSettlementRegion "basis.settlement_region",
            BasisDevelopingSettlement "basis.developing_settlement",
            BasisFamilyReunion "basis.family_reunion",
            BasisEmployment "basis.employment",
            BasisStudy "basis.study",
            CountryUzbekistan "country.uzbekistan",
            CountryChina "country.china",
            CountryMongolia "country.mongolia",
            CountryTurkmenistan "country.turkmenistan",
            CountryRussia "country.russia",
            CountryTurkey "country.turkey",
            CountryKyrgyzstan "country.kyrgyzstan",
            CountryTajikistan "country.tajikistan",
            CountryIran "country.iran",
            CountryAfghanistan "country.afghanistan",
            CountryKazakhstan "country.kazakhstan",
            CountryOther "country.other",
            CountryStateless "country.stateless",
            DateOfficial "date.official",
            DefectNotTranslated "defect.not_translated",
            DocumentApplication "document.application",
            DocumentAutobiography "document.autobiography",
            DocumentIdentity "document.identity",
            DocumentNationality "document.nationality",
            DocumentRecommendation "document.recommendation",
            DocumentKinship "document.kinship",
            DocumentConsent "document.consent",
            DocumentHome "document.home",
            DocumentContract "document.contract",
            DocumentTrader "document.trader",
            DocumentStudy "document.study",
            DocumentExtension "document.extension",
            DocumentDecision "document.decision",
            DocumentResidence "document.residence",
            FieldHolder "field.holder",
            FieldService "field.service",
            FieldCitizenNow "field.citizen_now",
            FieldCitizenBefore "field.citizen_before",
            FieldApplicantKazakh "field.applicant_kazakh",
            FieldToLivePermanently "field.to_live_permanently",
            FieldBasis "field.basis",
            FieldRegion "field.region",
            FieldSettlement "field.settlement",
            FieldAddress "field.address",
            FieldPhone "field.phone",
            FieldEmail "field.email",
            FieldRelativeName "field.relative_name",
            FieldRelativeIs "field.relative_is",
            FieldRelativeIsOther "field.relative_is_other",
            FieldRelativeIsCitizen "field.relative_is_citizen",
            FieldRelativeLivesInRegion "field.relative_lives_in_region",
            FieldRelativeIsKazakh "field.relative_is_kazakh",
            FieldHousing "field.housing",
            FieldReason "field.reason",
            FieldStatusEnds "field.status_ends",
            FieldHome "field.home",
            FieldWork "field.work",
            FieldEmployer "field.employer",
            FieldPosition "field.position",
            FieldTrade "field.trade",
            FieldInstitution "field.institution",
            FieldProgramme "field.programme",
            FieldLanguage "field.language",
            FieldExpires "field.expires",
            FieldPages "field.pages",
            FieldConsent "field.consent",
            FieldConfirmedName "field.confirmed_name",
            FieldName "field.name",
            FieldBorn "field.born",
            FieldBirthPlace "field.birth_place",
            FieldCitizenship "field.citizenship",
            FieldCitizenshipOther "field.citizenship_other",
            FieldKazakh "field.kazakh",
            FieldIin "field.iin",
            FieldDocumentNumber "field.document_number",
            FieldDocumentIssued "field.document_issued",
            FieldDocumentExpires "field.document_expires",
            FieldKinship "field.kinship",
            FieldMarried "field.married",
            FormAnnex1 "form.annex_1",
            FormAnnex6 "form.annex_6",
            FormLegendOrder "form.legend_order",
            FormLegendOurs "form.legend_ours",
            FormLegendBlank "form.legend_blank",
            FormChosen "form.chosen",
            FormAnnexOf "form.annex_of",
            FormBody "form.body",
            FormFullName "form.full_name",
            FormLives "form.lives",
            FormTitle6 "form.title_6",
            FormReason6 "form.reason_6",
            FormRequest6 "form.request_6",
            FormMembers "form.members",
            FormSpouse "form.spouse",
            FormParents "form.parents",
            FormChildren "form.children",
            FormSiblings "form.siblings",
            FormConsent6 "form.consent_6",
            FormSignature "form.signature",
            FormAccepted "form.accepted",
            FormAcceptedSignature "form.accepted_signature",
            FormDated "form.dated",
            FormIssued "form.issued",
            FormIin "form.iin",
            FormTitle1 "form.title_1",
            FormRequest1 "form.request_1",
            FormAttached "form.attached",
            FormParagraph7 "form.paragraph_7",
            FormParagraph9 "form.paragraph_9",
            FormConfirmed "form.confirmed",
            FormRegisteredOn "form.registered_on",
            FormReceivedOn "form.received_on",
            HomeOwn "home.own",
            HomeSomebodyElses "home.somebody_elses",
            KinshipSpouseOf "kinship.spouse_of",
            KinshipParentOf "kinship.parent_of",
            KinshipChildOf "kinship.child_of",
            LanguageKazakhOrRussian "language.kazakh_or_russian",
            LanguageAnother "language.another",
            MonthJanuary "month.january",
            MonthFebruary "month.february",
            MonthMarch "month.march",
            MonthApril "month.april",
            MonthMay "month.may",
            MonthJune "month.june",
            MonthJuly "month.july",
            MonthAugust "month.august",
            MonthSeptember "month.september",
            MonthOctober "month.october",
            MonthNovember "month.november",
            MonthDecember "month.december",
            PaperNoExpiry "paper.no_expiry",
            PersonYou "person.you",
            PersonMember "person.member",
            ReceiptNumber "receipt.number",
            RefusalExpired "refusal.expired",
            RegionAbai "region.abai",
            RegionAqmola "region.aqmola",
            RegionAqtobe "region.aqtobe",
            RegionAlmaty "region.almaty",
            RegionAtyrau "region.atyrau",
            RegionWest "region.west",
            RegionJambyl "region.jambyl",
            RegionJetisu "region.jetisu",
            RegionQaraghandy "region.qaraghandy",
            RegionQostanai "region.qostanai",
            RegionQyzylorda "region.qyzylorda",
            RegionManghystau "region.manghystau",
            RegionPavlodar "region.pavlodar",
            RegionNorth "region.north",
            RegionTurkistan "region.turkistan",
            RegionUlytau "region.ulytau",
            RegionEast "region.east",
            RegionAstana "region.astana",
            RegionAlmatyCity "region.almaty_city",
            RegionShymkent "region.shymkent",
            RelativeSpouse "relative.spouse",
            RelativeParent "relative.parent",
            RelativeChild "relative.child",
            RelativeSibling "relative.sibling",
            RelativeGrandparent "relative.grandparent",
            RelativeGrandchild "relative.grandchild",
            RelativeOther "relative.other",
            SendConsentOurs "send.consent_ours",
            SendConsent "send.consent",
            SendRisk "send.risk",
            ServiceGrant "service.grant",
            ServiceExtend "service.extend",
            ServiceDuplicateCertificate "service.duplicate_certificate",
            ServiceDuplicateDecision "service.duplicate_decision",
            TranslationTitle "translation.title",
            WorkEmployer "work.employer",
            WorkSoleTrader "work.sole_trader",
        }
    };
}

/// Passes the list of all quoted places of the order to a macro, each as its name and its key: the name is that of the app's
/// `Official`.
#[macro_export]
macro_rules! order_places {
    ($take:ident) => {
        $take! {
            Annex1Paragraph7 "annex_1_paragraph_7",
            Annex1Paragraph9 "annex_1_paragraph_9",
            Paragraph9Condition1 "paragraph_9_condition_1",
            Paragraph9Condition2 "paragraph_9_condition_2",
            Paragraph9Condition3 "paragraph_9_condition_3",
            Paragraph9Condition4 "paragraph_9_condition_4",
            Paragraph9Condition5 "paragraph_9_condition_5",
            Annex6Annex "annex_6_annex",
            Annex6Body "annex_6_body",
            Annex6Name "annex_6_name",
            Annex6Address "annex_6_address",
            Annex6Title "annex_6_title",
            Annex6Reason "annex_6_reason",
            Annex6Request "annex_6_request",
            Annex6Members "annex_6_members",
            Annex6Spouse "annex_6_spouse",
            Annex6Parents "annex_6_parents",
            Annex6Children "annex_6_children",
            Annex6Siblings "annex_6_siblings",
            Annex6Consent "annex_6_consent",
            Annex6Signature "annex_6_signature",
            Annex6Accepted "annex_6_accepted",
            Annex6AcceptedSignature "annex_6_accepted_signature",
        }
    };
}

macro_rules! define_phrases {
    ($($name:ident $key:literal,)*) => {
        /// A message that the forms need.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is named after its message")]
        pub enum FormPhrase {
            $($name,)*
        }

        impl FormPhrase {
            /// All messages, each at the index of its discriminant.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the key of the message in `locales/`.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

macro_rules! define_places {
    ($($name:ident $key:literal,)*) => {
        /// A place of the order whose words a form quotes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is named after its place")]
        pub enum OrderPlace {
            $($name,)*
        }

        impl OrderPlace {
            /// All places, each at the index of its discriminant.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the key of the text in `locales/official.kk.toml`.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

form_phrases!(define_phrases);
order_places!(define_places);
