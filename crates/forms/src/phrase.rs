//! The texts that the forms need, by their keys in `locales/`.

/// Passes the list of all messages to a macro, each as its name and its key: the name is that of the app's `Msg`.
#[macro_export]
macro_rules! form_phrases {
    ($take:ident) => {
        $take! {
            AnswerNo "answer.no",
            AnswerYes "answer.yes",
            AnswersNoDocument "answers.no_document",
            AnswersPages "answers.pages",
            AnswersWritten "answers.written",
            BasisDevelopingSettlement "basis.developing_settlement",
            BasisEmployment "basis.employment",
            BasisFamilyReunion "basis.family_reunion",
            BasisSettlementRegion "basis.settlement_region",
            BasisStudy "basis.study",
            ChecklistInstead "checklist.instead",
            ChecklistTitle "checklist.title",
            ChecklistTranslation "checklist.translation",
            CountryAfghanistan "country.afghanistan",
            CountryChina "country.china",
            CountryIran "country.iran",
            CountryKazakhstan "country.kazakhstan",
            CountryKyrgyzstan "country.kyrgyzstan",
            CountryMongolia "country.mongolia",
            CountryOther "country.other",
            CountryRussia "country.russia",
            CountryStateless "country.stateless",
            CountryTajikistan "country.tajikistan",
            CountryTurkey "country.turkey",
            CountryTurkmenistan "country.turkmenistan",
            CountryUzbekistan "country.uzbekistan",
            DateOfficial "date.official",
            DefectNotTranslated "defect.not_translated",
            DocumentApplication "document.application",
            DocumentAutobiography "document.autobiography",
            DocumentConsent "document.consent",
            DocumentContract "document.contract",
            DocumentDecision "document.decision",
            DocumentExtension "document.extension",
            DocumentHome "document.home",
            DocumentIdentity "document.identity",
            DocumentKinship "document.kinship",
            DocumentNationality "document.nationality",
            DocumentRecommendation "document.recommendation",
            DocumentResidence "document.residence",
            DocumentStudy "document.study",
            DocumentTrader "document.trader",
            EventRefusedToAccept "event.refused_to_accept",
            FieldAddress "field.address",
            FieldApplicantKazakh "field.applicant_kazakh",
            FieldBasis "field.basis",
            FieldBirthPlace "field.birth_place",
            FieldBorn "field.born",
            FieldCitizenBefore "field.citizen_before",
            FieldCitizenNow "field.citizen_now",
            FieldCitizenship "field.citizenship",
            FieldCitizenshipOther "field.citizenship_other",
            FieldConfirmedName "field.confirmed_name",
            FieldConsent "field.consent",
            FieldDocumentExpires "field.document_expires",
            FieldDocumentIssued "field.document_issued",
            FieldDocumentNumber "field.document_number",
            FieldEmail "field.email",
            FieldEmployer "field.employer",
            FieldExpires "field.expires",
            FieldHolder "field.holder",
            FieldHome "field.home",
            FieldHousing "field.housing",
            FieldIin "field.iin",
            FieldInstitution "field.institution",
            FieldKazakh "field.kazakh",
            FieldKinship "field.kinship",
            FieldLanguage "field.language",
            FieldMarried "field.married",
            FieldName "field.name",
            FieldPages "field.pages",
            FieldPhone "field.phone",
            FieldPosition "field.position",
            FieldProgramme "field.programme",
            FieldReason "field.reason",
            FieldRegion "field.region",
            FieldRelativeIs "field.relative_is",
            FieldRelativeIsCitizen "field.relative_is_citizen",
            FieldRelativeIsKazakh "field.relative_is_kazakh",
            FieldRelativeIsOther "field.relative_is_other",
            FieldRelativeLivesInRegion "field.relative_lives_in_region",
            FieldRelativeName "field.relative_name",
            FieldService "field.service",
            FieldSettlement "field.settlement",
            FieldStatusEnds "field.status_ends",
            FieldToLivePermanently "field.to_live_permanently",
            FieldTrade "field.trade",
            FieldWork "field.work",
            FollowNoTerm "follow.no_term",
            FormAccepted "form.accepted",
            FormAcceptedSignature "form.accepted_signature",
            FormAnnex1 "form.annex_1",
            FormAnnex3 "form.annex_3",
            FormAnnex6 "form.annex_6",
            FormAnnex8 "form.annex_8",
            FormAnnexOf "form.annex_of",
            FormAttached "form.attached",
            FormAuthorityNumber "form.authority_number",
            FormBody "form.body",
            FormBody8 "form.body_8",
            FormChildren "form.children",
            FormChosen "form.chosen",
            FormConfirmed "form.confirmed",
            FormConsent6 "form.consent_6",
            FormCopy "form.copy",
            FormCopy8 "form.copy_8",
            FormCopyNotarised "form.copy_notarised",
            FormDate "form.date",
            FormDated "form.dated",
            FormDocuments8 "form.documents_8",
            FormFree "form.free",
            FormFullName "form.full_name",
            FormGround8 "form.ground_8",
            FormIin "form.iin",
            FormIssued "form.issued",
            FormLegendOrder "form.legend_order",
            FormLegendOurs "form.legend_ours",
            FormLives "form.lives",
            FormMadeHere "form.made_here",
            FormMembers "form.members",
            FormOfficer8 "form.officer_8",
            FormParagraph7 "form.paragraph_7",
            FormParagraph9 "form.paragraph_9",
            FormParents "form.parents",
            FormReason6 "form.reason_6",
            FormReceived8 "form.received_8",
            FormReceivedOn "form.received_on",
            FormRecipientAddress "form.recipient_address",
            FormRegisteredBy "form.registered_by",
            FormRegisteredOn "form.registered_on",
            FormRequest1 "form.request_1",
            FormRequest6 "form.request_6",
            FormSiblings "form.siblings",
            FormSignature "form.signature",
            FormSpouse "form.spouse",
            FormTitle1 "form.title_1",
            FormTitle3 "form.title_3",
            FormTitle6 "form.title_6",
            FormTitle8 "form.title_8",
            GroupChildren "group.children",
            GroupParents "group.parents",
            GroupSiblings "group.siblings",
            GroupSpouse "group.spouse",
            HomeOwn "home.own",
            HomeSomebodyElses "home.somebody_elses",
            JoinMark "join.mark",
            KindTrial "kind.trial",
            KinshipChildOf "kinship.child_of",
            KinshipParentOf "kinship.parent_of",
            KinshipSpouseOf "kinship.spouse_of",
            LanguageAnother "language.another",
            LanguageKazakhOrRussian "language.kazakh_or_russian",
            MarkInferred "mark.inferred",
            MonthApril "month.april",
            MonthAugust "month.august",
            MonthDecember "month.december",
            MonthFebruary "month.february",
            MonthJanuary "month.january",
            MonthJuly "month.july",
            MonthJune "month.june",
            MonthMarch "month.march",
            MonthMay "month.may",
            MonthNovember "month.november",
            MonthOctober "month.october",
            MonthSeptember "month.september",
            PaperNoExpiry "paper.no_expiry",
            PersonMember "person.member",
            PersonYou "person.you",
            ReceiptNext "receipt.next",
            ReceiptNextText "receipt.next_text",
            ReceiptNumber "receipt.number",
            RefusalExpired "refusal.expired",
            RefusalMissing "refusal.missing",
            RegionAbai "region.abai",
            RegionAlmaty "region.almaty",
            RegionAlmatyCity "region.almaty_city",
            RegionAqmola "region.aqmola",
            RegionAqtobe "region.aqtobe",
            RegionAstana "region.astana",
            RegionAtyrau "region.atyrau",
            RegionEast "region.east",
            RegionJambyl "region.jambyl",
            RegionJetisu "region.jetisu",
            RegionManghystau "region.manghystau",
            RegionNorth "region.north",
            RegionPavlodar "region.pavlodar",
            RegionQaraghandy "region.qaraghandy",
            RegionQostanai "region.qostanai",
            RegionQyzylorda "region.qyzylorda",
            RegionShymkent "region.shymkent",
            RegionTurkistan "region.turkistan",
            RegionUlytau "region.ulytau",
            RegionWest "region.west",
            RelativeChild "relative.child",
            RelativeGrandchild "relative.grandchild",
            RelativeGrandparent "relative.grandparent",
            RelativeOther "relative.other",
            RelativeParent "relative.parent",
            RelativeSibling "relative.sibling",
            RelativeSpouse "relative.spouse",
            SendConsent "send.consent",
            SendConsentOurs "send.consent_ours",
            SendRisk "send.risk",
            ServiceDuplicateCertificate "service.duplicate_certificate",
            ServiceDuplicateDecision "service.duplicate_decision",
            ServiceExtend "service.extend",
            ServiceGrant "service.grant",
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
            Annex8Annex "annex_8_annex",
            Annex8Name "annex_8_name",
            Annex8Address "annex_8_address",
            Annex8Heading "annex_8_heading",
            Annex8Body "annex_8_body",
            Annex8Ground "annex_8_ground",
            Annex8Officer "annex_8_officer",
            Annex8Phone "annex_8_phone",
            Annex8Received "annex_8_received",
            Annex8Date "annex_8_date",
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

/// The key of the message with the last lawful day of a term, which is no [`FormPhrase`] because it has a date.
pub const DUE_KEY: &str = "receipt.due";

form_phrases!(define_phrases);
order_places!(define_places);
