//! How evidence meets JSON: lenient where people write it by hand, strict where a guess would lie.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use serde_json::value::RawValue;

use crate::decimal;
use crate::headers::Headers;

/// Reads `null` as the default.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a status; 0 is what browsers write when nothing came back.
pub(crate) fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    struct Status;
    impl Visitor<'_> for Status {
        type Value = Option<u16>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a status from 100 to 999, or null")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
            match u16::try_from(value) {
                Ok(0) => Ok(None),
                Ok(status @ 100..=999) => Ok(Some(status)),
                _ => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
            }
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
            // Firefox has written -1 for an exchange that was cut.
            u64::try_from(value).map_or(Ok(None), |value| self.visit_u64(value))
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
            // JavaScript has one kind of number.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "`as` saturates, and what is out of range is refused above"
            )]
            self.visit_u64(value as u64)
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
            value
                .trim()
                .parse::<u64>()
                .map_err(|_| E::invalid_value(Unexpected::Str(value), &self))
                .and_then(|value| self.visit_u64(value))
        }
    }
    deserializer.deserialize_any(Status)
}

/// Writes a number with a point, whatever follows it.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it")
)]
pub(crate) fn share<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(decimal::json(*number))
        .map_err(serde::ser::Error::custom)?
        .serialize(serializer)
}

/// The same where there may be none.
#[expect(clippy::ref_option, reason = "serde calls it")]
pub(crate) fn millis<S: Serializer>(
    number: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match number.filter(|number| number.is_finite()) {
        Some(number) => share(&number, serializer),
        None => serializer.serialize_none(),
    }
}

impl Serialize for Headers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut done: Vec<&str> = Vec::new();
        for header in self {
            if done
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&header.name))
            {
                continue;
            }
            done.push(&header.name);
            let values: Vec<&str> = self.all(&header.name).collect();
            match values.as_slice() {
                [one] => map.serialize_entry(&header.name, one)?,
                many => map.serialize_entry(&header.name, many)?,
            }
        }
        map.end()
    }
}

/// A header's value as people write it: a text, several, a number; `null` for none.
struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Values;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a header value: a string or an array of strings")
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Values, E> {
                Ok(Values([value.to_owned()].into()))
            }

            fn visit_unit<E: Error>(self) -> Result<Values, E> {
                Ok(Values(Vec::new()))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Values, E> {
                Ok(Values([alloc::format!("{value}")].into()))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Values, E> {
                Ok(Values([alloc::format!("{value}")].into()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Values, E> {
                Ok(Values([alloc::format!("{value}")].into()))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Values, E> {
                Ok(Values([decimal::shown(value)].into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some(Values(mut more)) = items.next_element()? {
                    values.append(&mut more);
                }
                Ok(Values(values))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

/// `{"name": …, "value": …}`, the form that HAR uses.
#[derive(serde::Deserialize)]
struct Named {
    name: String,
    value: Values,
}

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Headers;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(
                    "headers: an object of names and values, or an array of {name, value}",
                )
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Headers, A::Error> {
                let mut headers = Headers::default();
                while let Some((name, Values(values))) = map.next_entry::<String, Values>()? {
                    for value in values {
                        headers.push(name.clone(), value);
                    }
                }
                Ok(headers)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Headers, A::Error> {
                let mut headers = Headers::default();
                while let Some(Named {
                    name,
                    value: Values(values),
                }) = items.next_element()?
                {
                    for value in values {
                        headers.push(name.clone(), value);
                    }
                }
                Ok(headers)
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

/// A number, or a text that holds one; anything else is none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Loose<T>(Option<T>);

impl Loose<f64> {
    pub(crate) fn get(self) -> Option<f64> {
        self.0
    }
}

/// A text, or what stands for one: a number, a truth value; `null` and the like are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LooseText(Option<String>);

impl LooseText {
    pub(crate) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(crate) fn into_option(self) -> Option<String> {
        self.0
    }
}

impl From<String> for LooseText {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl<'de> Deserialize<'de> for Loose<f64> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = LooseText::deserialize(deserializer)?;
        let number = text.get().and_then(|text| decimal::read(text.trim()));
        Ok(Self(number.filter(|number| number.is_finite())))
    }
}

impl<'de> Deserialize<'de> for LooseText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = LooseText;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a number")
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<LooseText, E> {
                Ok(LooseText(Some(value.to_owned())))
            }

            fn visit_string<E: Error>(self, value: String) -> Result<LooseText, E> {
                Ok(LooseText(Some(value)))
            }

            fn visit_unit<E: Error>(self) -> Result<LooseText, E> {
                Ok(LooseText(None))
            }

            fn visit_none<E: Error>(self) -> Result<LooseText, E> {
                Ok(LooseText(None))
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<LooseText, D::Error> {
                LooseText::deserialize(inner)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<LooseText, E> {
                Ok(LooseText(Some(alloc::format!("{value}"))))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<LooseText, E> {
                Ok(LooseText(Some(alloc::format!("{value}"))))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<LooseText, E> {
                Ok(LooseText(Some(alloc::format!("{value}"))))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<LooseText, E> {
                Ok(LooseText(Some(decimal::shown(value))))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}
